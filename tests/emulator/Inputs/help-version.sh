# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# help-version.sh BIN: asks every tool there for --help and --version, but for tests and
# the reference programs of kernels and models.
number=0
for tool in "$1"/sectile-*; do
  [ -x "$tool" ] || continue # a configuration
  name=${tool##*/}
  number=$((number + 1))
  for option in --help --version; do
    # A program compiled for the host may stand there too.
    text=$(timeout 20 "$tool" $option 2>/dev/null </dev/null) ||
      echo "wrong: $name $option ends with status $?"
    case $option in
      --help) [[ $text == *[uU][sS][aA][gG][eE]:* ]] || echo "wrong: $name --help says no usage" ;;
      --version) [[ $text == *[0-9].[0-9]* ]] || echo "wrong: $name --version says no version" ;;
    esac
  done
done
[ $number -ge 12 ] && echo "all told"
