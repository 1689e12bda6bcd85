#!/bin/bash
# Runs in the virtual machine, whose clock counts instructions: each test by perftest and by aictl in turn, and a table
# of both. Two sides that poll would share the one processor in turns of 4 ms: where the other side takes part, both
# sleep until their device tells.
#
# soft-RoCE works on that processor, too, in the kernel's thread ksoftirqd. It goes before the programs, as a card does
# that has processors of its own. Otherwise a program that polls for its completion takes turns with what makes it: where
# the turns fall is chance, and figures of large messages vary by 10 %.
#
#   virtual.sh all|short
cd "$(dirname "$0")" || exit 1
. ./programs.sh
server_device=rxe1
broken=0

if [ "$1" = short ]; then
  small="8 4096" large="65536" iterations=200 pairs=2 stream=26214400
else
  small="8 64 512 4096" large="65536 262144 1048576" iterations=1000 pairs=3 stream=209715200
fi

# heading TEXT: of a part of the table.
heading() { printf '\n%-38s %10s %10s %7s  %-14s %s\n' "$1" PERFTEST AICTL RATIO LIMIT VERDICT; }
# row NAME PERFTEST AICTL KIND LIMIT: KIND is least, most or just; what was not measured keeps no limit.
row() {
  awk -v name="$1" -v p="$2" -v a="$3" -v kind="$4" -v limit="$5" 'BEGIN {
    isMeasured = p > 0 && a > 0
    ratio = isMeasured ? a / p : 0
    kept["least"] = ratio >= limit
    kept["most"] = ratio <= limit
    kept["just"] = a - p < 0.05 && p - a < 0.05  # a call of an iteration is one, of a list of 16 0.06
    isKept = isMeasured && kept[kind]
    printf "%-38s %10s %10s %7s  %-14s %s\n", name, p, a, isMeasured ? sprintf("%.3f", ratio) : "none",
           (kind == "just" ? "as many" : "at " kind " " limit), (isKept ? "kept" : "BROKEN")
    exit !isKept
  }' || { broken=1; cat perftest.err aictl.err >&2; }
}

# latency NAME TOOL "PERFTEST'S" "OURS" SIZE
latency() {
  row "$1, $5 B" "$(perftest "$2" $3 -s "$5" -n $iterations | figure 5)" \
    "$(ours $4 --measure latency --size "$5" --iterations $iterations --warm-up 0.05 | figure 5)" most 1.02
}
# As latency, of some pairs the best of both, since soft-RoCE sends again by chance. Both are measured from the first
# message of a connection on, as perftest has no warm-up of a send, and for long: the first third of a second can be 7 %
# faster than all that follows, until the kernel leaves its packets to ksoftirqd.
# bandwidth NAME TOOL "PERFTEST'S" "OURS" SIZE MESSAGES [COLUMN LEAST]
bandwidth() {
  local i p="" a="" column=${7:-4}
  for ((i = 0; i < pairs; ++i)); do
    p+=$(perftest "$2" $3 -s "$5" -n "$6" | figure "$column")$'\n'
    a+=$(ours $4 --measure bandwidth --size "$5" --iterations "$6" --warm-up 0 | figure "$column")$'\n'
  done
  row "$1, $5 B" "$(best "$p")" "$(best "$a")" least "${8:-0.99}"
}

# grown NAME: system calls of one iteration, of two runs with 48 and 240 of them.
grown() {
  awk '$NF == "total" {total[FILENAME] = $4}
       END {printf "%.2f", (total[ARGV[2]] - total[ARGV[1]]) / 192}' "$1.48" "$1.240"
}
# calls KIND NAME TOOL "PERFTEST'S" "OURS" SIZE: counted in all threads. A call that comes once in a while, as when a
# part of a test ends, is none of an iteration.
calls() {
  local n
  for n in 48 240; do
    trace="$count -o perftest.$n" perftest "$3" $4 -s "$6" -n "$n" >/dev/null
    trace="$count -o aictl.$n" ours $5 --size "$6" --iterations "$n" --warm-up 0 >/dev/null
  done
  row "$2, $6 B" "$(grown perftest)" "$(grown aictl)" "$1" 1
}

# allocations NAME "OURS" SIZE: as system calls, of aictl alone. There is none in a loop.
allocations() {
  local n grown=none
  rm -f heap.48 heap.240
  for n in 48 240; do
    trace="env LD_PRELOAD=./allocations.so ALLOCATIONS=heap.$n" \
      ours $2 --size "$3" --iterations "$n" --warm-up 0 >/dev/null
  done
  [ -s heap.48 ] && [ -s heap.240 ] && grown=$(($(<heap.240) - $(<heap.48)))
  printf '%-38s %10s %10s %7s  %-14s ' "$1, $3 B" - "$grown" - none
  if [ "$grown" = 0 ]; then echo kept; else echo BROKEN; broken=1; fi
}

# deviceFirst: on this machine's one processor.
deviceFirst() {
  local name process
  for name in /proc/[0-9]*/comm; do
    [ "$(<"$name")" = ksoftirqd/0 ] || continue
    process=${name%/comm}
    renice -n -20 -p "${process#/proc/}"
  done
}

deviceFirst
serve $server_device
echo "Ratios of one run over soft-RoCE in an emulated machine whose clock counts instructions"
heading "LATENCY, typical, µs"
for size in $small; do latency read ib_read_lat "" "--operation read" $size; done
latency fetch-add ib_atomic_lat "-A FETCH_AND_ADD" "--operation fetch-add" 8
latency compare-swap ib_atomic_lat "-A CMP_AND_SWAP" "--operation compare-swap" 8
for size in $small; do latency "send, events" ib_send_lat -e "--operation send --events" $size; done
# perftest has no write with events: beside its send, of which the other side is told in the same way.
for size in $small; do latency "write-imm, events (beside send)" ib_send_lat -e "--operation write-imm --events" $size; done

heading "BANDWIDTH, average, MiB/s"
for size in $large; do
  # 2 MiB under way, in 30 ms: what takes longer than the 67 ms after which a device sends again is sent twice.
  depth=$((2097152 / size))
  theirs="-t $depth -Q $(((depth + 3) / 4))" mine="--depth $depth" messages=$((stream / size))
  bandwidth write ib_write_bw "$theirs" "$mine --operation write" $size $messages
  bandwidth read ib_read_bw "$theirs" "$mine --operation read" $size $messages
  bandwidth "send, events" ib_send_bw "-e $theirs" "$mine --operation send --events" $size $messages
done

heading "MESSAGE RATE, Mpps"
bandwidth "write in lists of 16" ib_write_bw "-l 16" "--operation write --post-list 16" 64 8000 5 1
bandwidth "send, events" ib_send_bw -e "--operation send --events" 64 8000 5 1

heading "SYSTEM CALLS of an iteration"
count="strace -f -c"
calls just "read latency" ib_read_lat "" "--measure latency --operation read" 8
calls just "write bandwidth" ib_write_bw "" "--measure bandwidth --operation write" 65536
calls just "write in lists of 16" ib_write_bw "-l 16" "--measure bandwidth --operation write --post-list 16" 64
# Where the call that sends is stopped, the answer is there before it is waited for: it is left alone, and the calls
# that wait are counted. perftest makes two events of an iteration, and we one.
count="strace -f -c --seccomp-bpf -e trace=!write"
calls most "send latency, events" ib_send_lat -e "--measure latency --operation send --events" 8
if [ "$1" != short ]; then
  count="strace -f -c"
  calls just "fetch-add latency" ib_atomic_lat "-A FETCH_AND_ADD" "--measure latency --operation fetch-add" 8
  calls just "compare-swap latency" ib_atomic_lat "-A CMP_AND_SWAP" "--measure latency --operation compare-swap" 8
  calls just "read bandwidth" ib_read_bw "" "--measure bandwidth --operation read" 65536
fi

heading "ALLOCATIONS of 192 iterations"
allocations "read latency" "--measure latency --operation read" 8
allocations "send latency, events" "--measure latency --operation send --events" 8
allocations "write in lists of 16" "--measure bandwidth --operation write --post-list 16" 64
exit $broken
