#!/bin/sh
# Stands before git on the PATH: breaks the n-th call of one subcommand, then steps aside. Every call is counted.
calls=$RUNBOOK_SHIM
for word in "$@"; do
  case $word in -* | *=*) ;; *) break ;; esac
done
n=1
until mkdir "$calls/$word#$n" 2>/dev/null; do n=$((n + 1)); done
PATH=${PATH#*:}
[ "$word#$n" = "$RUNBOOK_SHIM_AT" ] || exec git "$@"
: >"$calls/hit"
case $RUNBOOK_SHIM_KIND in
*-after) git "$@" ;;
esac
case $RUNBOOK_SHIM_KIND in
fail-*) echo "fatal: the disk said no" >&2 && exit 128 ;;
hang-*) exec sleep 60 ;;
kill-*) kill -9 $PPID ;;
esac
