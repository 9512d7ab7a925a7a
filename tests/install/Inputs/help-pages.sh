# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# help-pages.sh PREFIX: compares what --help lists with man pages and completions.
set -uo pipefail
tools=0 options=0 missing=0
for path in "$1"/bin/sectile-*; do
  tool=${path##*/}
  [[ $tool != *.cfg ]] || continue
  tools=$((tools + 1))
  page=$(sed 's/\\-/-/g; s/\\e/\\/g' "$1/share/man/man1/$tool.1")
  # All words that complete to something, once.
  words=$(bash "$(dirname "$0")/complete.sh" "$1" "$tool" "$tool -")
  while read -r option; do
    options=$((options + 1))
    [[ $page == *"$option"* ]] ||
      { echo "missing: $option in the man page of $tool"; missing=1; }
    [[ $'\n'$words == *$'\n'"$option"* ]] ||
      { echo "missing: $option in the completion of $tool"; missing=1; }
  done < <("$path" --help | sed -nE 's/^ {1,4}(-\S.*)$/\1/p' |
    sed -E 's/( {2,}| +- ).*//; s/, -/\n-/g' | sed -E 's/^(--?[^ =<[,|]+).*/\1/')
  while read -r option; do
    [[ $'\n'$words == *$'\n'"$option"* ]] ||
      { echo "missing: $option, which $tool says to be the same as another"; missing=1; }
  done < <("$path" --help | grep -oiE 'same as --[a-zA-Z-]+' | cut -d' ' -f3)
done
[ $missing = 1 ] || echo "$tools tools, $options options, none missing"
