# shellcheck shell=bash
# The two programs in the virtual machine, each as a client at rxe0 of a server at 192.0.2.2, whose device is
# $server_device. To be sourced.

export LD_LIBRARY_PATH=$PWD/lib
patience=60  # seconds of the machine's clock, for what takes none of them
trace=       # what the client runs under
port=18700   # of perftest's next server: nobody waits for the one before to let go of it

# serve: starts aictl's server, which stays.
serve() {
  ./aictl rdma bench --server --device "$1" 2>server.err &
  until grep -qs waiting server.err; do sleep 0.1; done
}

# answer TOOL ARGUMENTS...: perftest's server, for one client at $port.
answer() { timeout $patience "$1" -d "$server_device" -x 1 -F -p $port "${@:2}" >/dev/null 2>perftest-server.err; }
# ask TOOL ARGUMENTS...: its client; what it prints.
ask() { $trace timeout $patience "$1" -d rxe0 -x 1 -F -p $port "${@:2}" 192.0.2.2 2>perftest.err; }
# listens: whether perftest's server does.
listens() { [ -n "$(ss -Htln "sport = :$port")" ]; }

# perftest TOOL ARGUMENTS...: both ends on this machine; what the client prints.
perftest() {
  answer "$@" &
  local server=$!
  until listens || ! kill -0 $server 2>/dev/null; do sleep 0.1; done
  ask "$@"
  wait $server
}

# ours ARGUMENTS...: what aictl's client prints, in perftest's columns.
ours() {
  $trace timeout $patience ./aictl rdma bench 192.0.2.2 --device rxe0 --transport rc --rounds 1 -o perftest -q "$@" 2>aictl.err
}

# figure COLUMN: of the last line of perftest's table on standard input; 0 where there is none.
figure() { awk -v column="$1" '$1 ~ /^[0-9]+$/ && NF > 3 {figure = $column} END {print figure + 0}'; }
best() { sort -g <<<"${1%$'\n'}" | tail -n 1; }
