#!/bin/bash
# Runs in the virtual machine: each test by perftest and by aictl in turn, and a table of both.
cd "$(dirname "$0")" || exit 1
export LD_LIBRARY_PATH=$PWD/lib
broken=0

./aictl rdma bench --server --device rxe1 2>server.err &
until grep -qs waiting server.err; do sleep 0.1; done

# figure COLUMN: of the last line of perftest's table on standard input.
figure() { awk -v column="$1" '$1 ~ /^[0-9]+$/ && NF > 3 {figure = $column} END {print figure + 0}'; }

# perftest TOOL ARGUMENTS...: both of its ends; what the client prints.
perftest() {
  "$1" -d rxe1 -x 1 -F "${@:2}" >/dev/null 2>&1 &
  local server=$!
  sleep 1
  $trace "$1" -d rxe0 -x 1 -F "${@:2}" 192.0.2.2 2>perftest.err
  wait $server
}

# ours ARGUMENTS...: what the client prints, in perftest's columns.
ours() { $trace ./aictl rdma bench 192.0.2.2 --device rxe0 --transport rc --rounds 1 -o perftest -q "$@"; }

# row NAME PERFTEST AICTL LEAST MOST: with the ratio's limits, "-" for none.
row() {
  local ratio
  ratio=$(awk -v p="$2" -v a="$3" 'BEGIN {if (p > 0) printf "%.3f", a / p; else print "none"}')
  printf '%-34s %10s %10s %8s   %s\n' "$1" "$2" "$3" "$ratio" "$(limits "$4" "$5")"
  awk -v r="$ratio" -v l="$4" -v m="$5" 'BEGIN {exit !(r == "none" || (l != "-" && r < l) || (m != "-" && r > m))}' && broken=1
  return 0
}
limits() { [ "$1" != - ] && echo "at least $1"; [ "$2" != - ] && echo "at most $2"; }

# latency NAME TOOL "PERFTEST'S" "OURS" SIZE
latency() {
  local p a
  p=$(perftest "$2" $3 -s "$5" -n 1000 | figure 5)
  a=$(ours $4 --measure latency --size "$5" --iterations 1000 --warm-up 0.05 | figure 5)
  row "$1, $5 B" "$p" "$a" - 1.02
}
# As latency, of three pairs the medians: what one end has still under way makes it differ from run to run.
# bandwidth NAME TOOL "PERFTEST'S" "OURS" SIZE MESSAGES [COLUMN LEAST]
bandwidth() {
  local i p="" a="" column=${7:-4}
  for i in 1 2 3; do
    p+=$(perftest "$2" $3 -s "$5" -n "$6" | figure "$column")$'\n'
    a+=$(ours $4 --measure bandwidth --size "$5" --iterations "$6" --warm-up 0.05 | figure "$column")$'\n'
  done
  row "$1, $5 B" "$(median "$p")" "$(median "$a")" "${8:-0.99}" -
}
median() { sort -n <<<"${1%$'\n'}" | sed -n 2p; }

# calls LESS MORE: system calls of one iteration, of two runs with 48 and 240 of them.
calls() {
  awk '$NF == "total" {total[FILENAME] = $4}
       END {printf "%.2f", (total[ARGV[2]] - total[ARGV[1]]) / 192}' "$1" "$2"
}
systemCalls() {
  local n
  for n in 48 240; do
    trace="strace -f -c -o p.$n" perftest "$2" $3 -s "$5" -n "$n" >/dev/null
    trace="strace -f -c -o a.$n" ours $4 --size "$5" --iterations "$n" --warm-up 0 >/dev/null
  done
  row "$1, $5 B" "$(calls p.48 p.240)" "$(calls a.48 a.240)" - 1.01
}
trace=

echo "LATENCY, typical, µs                 PERFTEST      AICTL    RATIO   LIMIT"
for size in 8 4096; do
  latency "read" ib_read_lat "" "--operation read" $size
done
latency "fetch-add" ib_atomic_lat "-A FETCH_AND_ADD" "--operation fetch-add" 8
latency "compare-swap" ib_atomic_lat "-A CMP_AND_SWAP" "--operation compare-swap" 8
for size in 8 4096; do
  latency "send with events" ib_send_lat "-e" "--operation send --events" $size
done
echo
echo "BANDWIDTH, average, MiB/s            PERFTEST      AICTL    RATIO   LIMIT"
bandwidth "write" ib_write_bw "" "--operation write" 65536 400
bandwidth "write" ib_write_bw "" "--operation write" 1048576 50
bandwidth "read" ib_read_bw "" "--operation read" 65536 400
echo
echo "MESSAGE RATE, Mpps                   PERFTEST      AICTL    RATIO   LIMIT"
bandwidth "write in lists of 16" ib_write_bw "-l 16" "--operation write --post-list 16" 64 8000 5 1.00
echo
echo "SYSTEM CALLS of an iteration         PERFTEST      AICTL    RATIO   LIMIT"
systemCalls "read latency" ib_read_lat "" "--measure latency --operation read" 8
systemCalls "fetch-add latency" ib_atomic_lat "-A FETCH_AND_ADD" "--measure latency --operation fetch-add" 8
systemCalls "send latency with events" ib_send_lat "-e" "--measure latency --operation send --events" 8
systemCalls "write bandwidth" ib_write_bw "" "--measure bandwidth --operation write" 65536
systemCalls "write in lists of 16" ib_write_bw "-l 16" "--measure bandwidth --operation write --post-list 16" 64
exit $broken
