#!/bin/bash
# Runs in the virtual machine, or in both of two of them, with the host's clock: latencies of two ends that poll, each
# by perftest and by aictl in turn. The medians of all pairs are shown with the interval in which the true median lies
# with a probability of at least 95 %, by the order of the values alone. Nothing is judged: the host has other work too.
#
#   real.sh one|two PAIRS     (machines)
cd "$(dirname "$0")" || exit 1
. ./programs.sh
machines=$1 pairs=$2
sizes="8 4096"
server_device=rxe1
[ "$machines" = two ] && server_device=rxe0

# tests: one a line.
tests() { for size in $sizes; do echo "write ib_write_lat $size"; echo "send ib_send_lat $size"; done; }

# With two machines the other one has both servers; it names in a file the port at which perftest's listens.
if [ "$machines $RDMA_VM_HOST" = "two b" ]; then
  serve $server_device
  touch aictl.listens
  for ((i = 0; i < pairs; ++i)); do
    while read -r _ tool size; do
      port=$((port + 1))
      answer "$tool" -s "$size" -n 500 </dev/null &
      until listens; do sleep 0.05; done
      touch perftest.$port
      wait $!
    done < <(tests)
  done
  sleep 1000  # until the other one ends
fi

# theirs TOOL SIZE: perftest's figure.
theirs() {
  if [ "$machines" = two ]; then
    until [ -e perftest.$port ]; do sleep 0.05; done
    ask "$1" -s "$2" -n 500 | figure 5
  else
    perftest "$1" -s "$2" -n 500 | figure 5
  fi
}

# interval FILE COLUMN: the median, with it.
interval() {
  sort -g -k"$2,$2" "$1" | awk -v column="$2" '
    {value[NR] = $column}
    END {
      # The largest rank below which the median lies with at most 2.5 %: of NR throws of a coin fewer are heads.
      chance = 1
      for (i = 0; i < NR; ++i) chance /= 2
      for (rank = 0; (sum += chance) <= 0.025; ++rank) chance *= (NR - rank) / (rank + 1)
      if (rank < 1) rank = 1
      printf "%.3f (%.3f … %.3f)\n", value[int((NR + 1) / 2)], value[rank], value[NR + 1 - rank]
    }'
}

if [ "$machines" = two ]; then
  until [ -e aictl.listens ]; do sleep 0.1; done
else
  serve $server_device
fi
for ((i = 0; i < pairs; ++i)); do
  while read -r operation tool size; do
    port=$((port + 1))
    p=$(theirs "$tool" "$size" </dev/null)
    a=$(ours --operation "$operation" --measure latency --size "$size" --iterations 500 --warm-up 0.05 </dev/null | figure 5)
    # perftest prints "inf" where it could not tell the processor's clock rate.
    awk -v p="$p" -v a="$a" 'BEGIN {if (p > 0 && p < 1e6 && a > 0) print p, a, a / p}' >>"pairs.$operation.$size"
  done < <(tests)
done

printf '%-16s %5s  %-28s %-28s %-24s %s\n' "LATENCY, µs" PAIRS "PERFTEST'S MEDIAN" "AICTL'S MEDIAN" "RATIO'S MEDIAN" WANTED
while read -r operation _ size; do
  file=pairs.$operation.$size
  printf '%-16s %5s  %-28s %-28s %-24s at most 1.05\n' "$operation, $size B" "$(wc -l <"$file")" \
    "$(interval "$file" 1)" "$(interval "$file" 2)" "$(interval "$file" 3)"
done < <(tests)
