# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# interrupted.sh SIGNAL COMMAND...: ends a link that waits for a reader of its
# map, when the program is already written but has not got its name.
signal=$1
shift
# Whoever starts the tests may ignore the signal.
env --default-signal="$signal" "$@" &
for _ in $(seq 500); do
  ls ./*.part-* >/dev/null 2>&1 && break
  sleep 0.01
done
ls ./*.part-* >/dev/null || exit 1
kill -"$signal" $!
wait $!
echo "status $?"
