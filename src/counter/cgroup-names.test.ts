import assert from "node:assert/strict";
import { test } from "node:test";
import { type CgroupIdentity, identifyCgroup } from "./cgroup-names.ts";

const id = "0123456789abcdef".repeat(4);
const uid = "d8f5c9a0-1b2c-4d3e-8f90-a1b2c3d4e5f6";
const escapedUid = uid.replaceAll("-", "_");
const short = id.slice(0, 12);

const cases: readonly [path: string, expected: Partial<CgroupIdentity>][] = [
  ["/", { kind: "root", name: "/" }],
  ["/mine", { kind: "cgroup", name: "mine" }],
  ["/system.slice", { kind: "slice", name: "system.slice", slice: "system.slice" }],
  [
    "/system.slice/nginx.service",
    { kind: "unit", name: "nginx.service", unit: "nginx.service", slice: "system.slice" },
  ],
  [
    "/system.slice/system-getty.slice/getty@tty1.service",
    { kind: "unit", name: "getty@tty1.service", slice: "system-getty.slice" },
  ],
  ["/system.slice/dev-disk-by\\x2dlabel-swap.swap", { kind: "unit", name: "dev-disk-by-label-swap.swap" }],
  ["/system.slice/50%\\x2doff.service", { kind: "unit", name: "50%\\x2doff.service" }],
  ["/init.scope", { kind: "unit", name: "init.scope", unit: "init.scope" }],
  ["/user.slice/user-1000.slice", { kind: "user", name: "user 1000", user: 1000, slice: "user-1000.slice" }],
  [
    "/user.slice/user-1000.slice/session-c3.scope",
    { kind: "session", name: "session c3 of user 1000", user: 1000, session: "c3", unit: "session-c3.scope" },
  ],
  [
    "/user.slice/user-1000.slice/user@1000.service/app.slice/editor.service",
    { kind: "unit", name: "editor.service", user: 1000, unit: "editor.service", slice: "app.slice" },
  ],
  [`/docker/${id}`, { kind: "container", name: `docker ${short}`, container: { engine: "docker", id } }],
  [`/system.slice/docker-${id}.scope`, { kind: "container", name: `docker ${short}`, slice: "system.slice" }],
  [
    `/system.slice/docker-${id}.scope/system.slice/nginx.service`,
    { kind: "unit", name: "nginx.service", container: { engine: "docker", id } },
  ],
  [`/machine.slice/libpod-${id}.scope/container`, { kind: "cgroup", container: { engine: "podman", id } }],
  [`/machine.slice/libpod-${id}.scope`, { kind: "container", name: `podman ${short}` }],
  [`/libpod_parent/libpod-${id}`, { kind: "container", name: `podman ${short}` }],
  [`/machine.slice/libpod-conmon-${id}.scope`, { kind: "unit", name: `libpod-conmon-${id}.scope` }],
  [`/system.slice/nerdctl-${id}.scope`, { kind: "container", name: `containerd ${short}` }],
  [
    `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${escapedUid}.slice/cri-containerd-${id}.scope`,
    { kind: "container", container: { engine: "containerd", id }, pod: { uid, qosClass: "Burstable" } },
  ],
  [
    `/kubepods.slice/kubepods-pod${escapedUid}.slice/crio-${id}.scope`,
    { kind: "container", container: { engine: "cri-o", id }, pod: { uid, qosClass: "Guaranteed" } },
  ],
  [
    `/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-besteffort.slice/kubelet-kubepods-besteffort-pod${escapedUid}.slice`,
    { kind: "pod", name: `pod ${uid}`, pod: { uid, qosClass: "BestEffort" } },
  ],
  [
    `/kubepods/besteffort/pod${uid}/${id}`,
    { kind: "container", container: { engine: "unknown", id }, pod: { uid, qosClass: "BestEffort" } },
  ],
  [`/kubepods/pod${uid}`, { kind: "pod", pod: { uid, qosClass: "Guaranteed" } }],
  [`/kubepods/burstable/pod${"a1".repeat(16)}`, { kind: "pod", pod: { uid: "a1".repeat(16), qosClass: "Burstable" } }],
  ["/lxc.payload.web", { kind: "container", name: "lxc web", container: { engine: "lxc", id: "web" } }],
  ["/lxc/web", { kind: "container", name: "lxc web" }],
  ["/lxc.monitor.web", { kind: "cgroup", name: "lxc.monitor.web" }],
  ["/lxc.payload.web/system.slice/ssh.service", { kind: "unit", container: { engine: "lxc", id: "web" } }],
  ["/machine.slice/machine-debian\\x2d12.scope", { kind: "machine", name: "machine debian-12", machine: "debian-12" }],
  ["/machine.slice/systemd-nspawn@web.service", { kind: "machine", name: "machine web", machine: "web" }],
];

for (const [path, expected] of cases) {
  test(`${path.replaceAll(id, "ID").replaceAll(uid, "UID")} is known`, () => {
    const identity: Partial<CgroupIdentity> = identifyCgroup(path);
    for (const key of Object.keys(expected) as (keyof CgroupIdentity)[]) {
      assert.deepEqual(identity[key], expected[key], key);
    }
  });
}
