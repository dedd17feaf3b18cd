#!/bin/busybox sh
# The first process of a test machine: sees to a file system and runs the command. What the command prints goes to the second
# serial port, its exit status to the first.
bb=/bin/busybox
$bb mount -t proc none /proc
$bb mount -t devtmpfs none /dev
while read -r driver; do $bb insmod "/drivers/$driver"; done </drivers/list

give_up() {
  echo "yodel-vm: $1" >/dev/ttyS0
  $bb reboot -f
}

# The host's files below, changes above them in memory.
$bb mount -t virtiofs -o ro host /host || give_up "the host's files can't be mounted"
$bb mount -t tmpfs none /layer
$bb mkdir /layer/changes /layer/work
$bb mount -t overlay -o lowerdir=/host,upperdir=/layer/changes,workdir=/layer/work none /root ||
  give_up "no file system can be laid over the host's files"
$bb mount -t proc none /root/proc
$bb mount -t sysfs none /root/sys
$bb mount -t devtmpfs none /root/dev
$bb mkdir -p /root/dev/pts /root/dev/shm
$bb mount -t devpts none /root/dev/pts
$bb mount -t tmpfs none /root/dev/shm
$bb mount -t tmpfs none /root/run
$bb mount -t cgroup2 none /root/sys/fs/cgroup
$bb mount -t bpf none /root/sys/fs/bpf
$bb mount -t tracefs none /root/sys/kernel/tracing
$bb mount -t securityfs none /root/sys/kernel/security
tree=/host$($bb cat /kernel)
$bb mkdir -p /root/lib/modules /root/boot
$bb mount -o bind "$tree/lib/modules" /root/lib/modules
$bb mount -o bind "$tree/boot" /root/boot
$bb ip link set lo up

$bb cp /command /root/run/command
$bb stty -F /dev/ttyS1 raw
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb
$bb chroot /root /bin/sh /run/command >/dev/ttyS1 2>&1 </dev/null
echo "yodel-vm-status $?" >/dev/ttyS0
$bb reboot -f
