#!/bin/bash
# Runs in the virtual machine of ../shared/rdma-vm: real verbs over soft-RoCE. Each case leaves its exit code, standard
# output and standard error in files of its own, which vm_test.cpp judges.
cd "$(dirname "$0")" || exit 1
export LD_LIBRARY_PATH=$PWD/lib

# run NAME ARGUMENTS…: runs aictl.
run() {
  local name=$1
  shift
  timeout 100 ./aictl "$@" >"out/$name.out" 2>"out/$name.err"
  echo $? >"out/$name.code"
  echo "$SECONDS s: $name"
}
# Few messages: the machine is emulated, and only that they arrive is asked.
quick=(192.0.2.2 --device rxe0 --iterations 20 --rounds 2 --warm-up 0.01 --depth 8 --timeout 20)

mkdir -p out
run list rdma list -o json
run check rdma check -o json

# serve: starts a server, and waits until clients can come to it.
serve() {
  rm -f out/server.err  # one of an earlier server says that it waits, too
  ./aictl rdma bench --server --device rxe1 2>out/server.err &
  server=$!
  until grep -qs waiting out/server.err; do sleep 0.1; done
}
serve
run all rdma bench "${quick[@]}" --transport rc,uc,ud,tcp --operation write,write-imm,read,send --size 8,4Ki -o json
run atomics rdma bench "${quick[@]}" --transport rc --operation fetch-add,compare-swap -o json
run connections rdma bench "${quick[@]}" --connections 3 --transport rc,tcp --operation write,send --measure bandwidth --both-ways --size 4Ki -o json
run both rdma bench "${quick[@]}" --transport rc --operation write,write-imm,read,send --measure bandwidth --both-ways --size 16Ki -o json
run atomics-both rdma bench "${quick[@]}" --transport rc --operation fetch-add,compare-swap --measure bandwidth --both-ways -o json
run events rdma bench "${quick[@]}" --events --transport rc,uc,ud --operation send,write-imm,read,fetch-add --size 8 -o json
run lists rdma bench "${quick[@]}" --iterations 43 --post-list 5 --transport rc,uc,ud --operation write,write-imm,read,send,fetch-add --measure bandwidth --size 8 -o json
run rdma-cm rdma bench "${quick[@]}" --rdma-cm --transport rc,tcp --operation write,read,send,fetch-add --size 8 --both-ways -o json
run rdma-cm-class rdma bench "${quick[@]}" --rdma-cm --transport rc --operation write --measure bandwidth --connections 2 --traffic-class 104 --size 4Ki -o json
run rdma-cm-link-local rdma bench "${quick[@]}" --rdma-cm --gid-index 0 --transport rc --size 8
run large rdma bench "${quick[@]}" --iterations 2 --rounds 1 --transport rc --operation write,read,send --size 1,1Mi -o json
run no-huge-pages rdma bench "${quick[@]}" --huge-pages --transport rc --size 8
echo 4 >/proc/sys/vm/nr_hugepages
run huge-pages rdma bench "${quick[@]}" --huge-pages --transport rc --operation write,send --size 8,4Ki -o json
run no-cuda rdma bench "${quick[@]}" --gpu --transport rc
# The stand-in for the CUDA driver has memory of the process for that of a GPU, and a dma-buf that is none.
export LD_LIBRARY_PATH=$LD_LIBRARY_PATH:$PWD/cuda STANDIN=prints=0,dmabuf=1
run no-gpu rdma bench "${quick[@]}" --memory cuda:7 --transport rc
run gpu rdma bench "${quick[@]}" --memory cuda:1 --transport rc,uc,ud,tcp --operation send,write-imm,read --size 4Ki -o json
run gpu-both rdma bench "${quick[@]:1}" --loopback --gpu --transport rc -o json --operation write-imm,fetch-add,read --size 8
run gpu-write rdma bench "${quick[@]}" --gpu --transport rc --operation write --measure latency
STANDIN=$STANDIN,corrupt=to-device run gpu-corrupt rdma bench "${quick[@]:1}" --loopback --gpu --transport rc --operation send --measure latency --size 4Ki
run too-large rdma bench "${quick[@]}" --transport rc --size 16Mi
run datagram-too-large rdma bench "${quick[@]}" --transport ud --size 8Ki
run datagram-read rdma bench "${quick[@]}" --transport ud --operation read
run write-events rdma bench "${quick[@]}" --events --transport rc --operation write
run other-gid rdma bench "${quick[@]}" --transport rc --gid-index 0 --size 8
run no-gid rdma bench "${quick[@]}" --transport rc --gid-index 9 --size 8
for file in uverbs0 rdma_cm; do
  mv /dev/infiniband/$file /dev/infiniband/$file.away
  run no-$file rdma bench "${quick[@]}" --rdma-cm --transport rc --size 8
  mv /dev/infiniband/$file.away /dev/infiniband/$file
done
run after-refusals rdma bench "${quick[@]}" --transport rc --measure latency --size 8 -o json

tc qdisc replace dev eth0 root netem loss 2%
run lossy rdma bench "${quick[@]}" --iterations 400 --transport rc --operation write --measure bandwidth --size 4Ki -o json
for transport in uc ud; do
  run lost-$transport rdma bench "${quick[@]}" --iterations 400 --timeout 2 --transport $transport --operation send --measure bandwidth --size 1Ki -o json
done
tc qdisc del dev eth0 root

# What leaves rxe0 with a traffic class is counted.
modprobe -a sch_ingress cls_u32 act_gact
tc qdisc add dev eth0 clsact
tc filter add dev eth0 egress protocol ip u32 match ip tos 104 0xff action ok
run traffic-class rdma bench "${quick[@]}" --transport rc --measure latency --traffic-class 104 --service-level 3 -o json
tc -s filter show dev eth0 egress >out/tos.out
tc qdisc del dev eth0 clsact

# killed NAME ARGUMENTS…: the other side goes away in the middle.
killed() {
  local name=$1
  shift
  ./aictl rdma bench "${quick[@]}" --iterations 100000000 --transport rc --measure latency --size 8 "$@" >/dev/null 2>"out/$name.err" &
  local client=$!
  until grep -qs round "out/$name.err" || ! kill -0 $client 2>/dev/null; do sleep 0.1; done
  sleep 1
  kill -KILL $server
  wait $client
  echo $? >"out/$name.code"
  echo "$SECONDS s: $name"
}
killed killed --operation write
serve
killed killed-asleep --events --operation send

ip link set eth1 down
run down-check rdma check -o json
run down rdma bench --loopback --device rxe1 --transport rc
exit 0
