# Runs the command that a report names.
eval "$(sed -n 's/^  waves: //p' "$1")"
