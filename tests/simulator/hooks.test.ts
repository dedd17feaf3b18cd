// Programs of network and cgroup hooks in the simulator; where the kernel has test runs for them, both must give the same.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { be16, be32, compile, load, program, type Section, u8, u32 } from "../../src/index.ts";
import { resolveSection } from "../../src/kernel/index.ts";
import { isAtLeast, kernelVersion } from "../../src/sys/machine.ts";
import { type SimulatedTestOptions, simulate } from "../../src/testing.ts";
import { withoutKernel } from "../support/kernel.ts";

/** An IPv4 packet from 10.0.0.1 to 10.0.0.2 behind an Ethernet header. */
const frame = new Uint8Array(64);
frame.set([0x08, 0x00, 0x45], 12);
frame.set([10, 0, 0, 1, 10, 0, 0, 2], 26);

const definitions = {
  classifier: program("tc", { be16, be32 }, (skb, { be16, be32 }, bpf) => {
    const type = bpf.header(skb, be16, 12);
    const address = bpf.load(skb, be32, 30);
    if (type?.value !== bpf.ETH_P_IP || address?.value !== bpf.ipv4("10.0.0.2")) return bpf.TC_ACT_OK;
    skb.mark = 77;
    return skb.len > 60 ? bpf.TC_ACT_SHOT : bpf.TC_ACT_PIPE;
  }),
  ingress: program("tcx/ingress", { u8 }, (skb, { u8 }, bpf) => {
    const first = bpf.header(skb, u8, 0);
    if (first) first.value = 0xee;
    return skb.wire_len === 64 ? bpf.TCX_PASS : bpf.TCX_NEXT;
  }),
  route: program("lwt_xmit", { u8 }, (skb, { u8 }, bpf) => {
    const version = bpf.header(skb, u8, 0);
    return version?.value === 0x45 ? bpf.BPF_OK : bpf.BPF_DROP;
  }),
  dissector: program("flow_dissector", { be16 }, (packet, { be16 }, bpf) => {
    const type = bpf.header(packet, be16, 12);
    return type?.value === bpf.ETH_P_IP ? bpf.BPF_FLOW_DISSECTOR_CONTINUE : bpf.BPF_DROP;
  }),
  frames: program("xdp.frags", { be16 }, (packet, { be16 }, bpf) => {
    const type = bpf.header(packet, be16, 12);
    return type?.value === bpf.ETH_P_IP ? bpf.XDP_PASS : bpf.XDP_DROP;
  }),
  lookup: program("sk_lookup", {}, (packet, _scope, bpf) => {
    const inside = packet.remote_ip4 === bpf.ipv4("10.0.0.1") && packet.local_ip4 >>> 24 === 127;
    return inside && packet.local_port === 7777 && packet.remote_port === 4242 ? bpf.SK_PASS : bpf.SK_DROP;
  }),
};

const lookups = {
  family: 2,
  protocol: 6,
  remote_ip4: 0x0a000001,
  remote_port: 4242,
  local_ip4: 0x7f000001,
  local_port: 7777,
};

const cases: readonly (readonly [name: keyof typeof definitions, options: SimulatedTestOptions, returned: number])[] = [
  ["classifier", { data: frame, context: { mark: 1 } }, 2],
  ["classifier", { data: frame.slice(0, 50), context: {} }, 3],
  ["classifier", { data: new Uint8Array(64) }, 0],
  ["ingress", { data: frame, context: {} }, 0],
  ["route", { data: frame }, 0],
  ["route", { data: new Uint8Array(64) }, 2],
  ["dissector", { data: frame }, 129],
  ["dissector", { data: new Uint8Array(64) }, 2],
  ["frames", { data: frame }, 2],
  ["lookup", { context: lookups }, 1],
  ["lookup", { context: { ...lookups, remote_port: 1 } }, 0],
];

for (const [name, options, returned] of cases) {
  const given = JSON.stringify(options, (_, value) => (value instanceof Uint8Array ? `${value.length} bytes` : value));
  const { section } = definitions[name];

  test(`${name} (${section}) on ${given} returns ${returned}`, (t) => {
    const object = compile({ [name]: definitions[name] });
    const simulated = simulate(object);
    const ours = simulated.programs[name]?.test(options);
    assert.equal(ours?.returned, returned);
    const [major = 0, minor = 0] = resolveSection(section).minimumKernel.split(".").map(Number);
    if (withoutKernel || !isAtLeast(kernelVersion(), [Math.max(major, 5), major < 6 ? 18 : minor])) {
      return t.diagnostic("the kernel is not asked");
    }
    using bpf = load(object);
    const real = bpf.programs[name]?.test(options);
    assert.equal(real?.returned, returned);
    // What the kernel gives back of a dissector is what it found.
    if (name !== "dissector") assert.deepEqual(ours?.data, real?.data);
    assert.deepEqual(ours?.context, real?.context);
  });
}

describe("hooks without test runs in the kernel", () => {
  const runs = <S extends Section>(definition: ReturnType<typeof program<S, never>>, options: SimulatedTestOptions) =>
    simulate(compile({ main: definition })).programs.main?.test(options);

  test("the address of a system call can be read and written", () => {
    const redirect = program("cgroup/connect4", {}, (address, _scope, bpf) => {
      if (address.user_ip4 !== bpf.ipv4("10.0.0.1")) return 0;
      address.user_ip4 = bpf.ipv4("127.0.0.1");
      address.user_port = address.user_port + 1;
      return 1;
    });
    const result = runs(redirect as never, { context: { user_ip4: 0x0a000001, user_port: 80 } });
    assert.equal(result?.returned, 1);
    assert.equal(result?.context?.user_ip4, 0x7f000001);
    assert.equal(result?.context?.user_port, 81);
  });

  test("the value of a socket option and a message are data", () => {
    const option = program("cgroup/setsockopt", { u32 }, (option, { u32 }, bpf) => {
      const value = bpf.header(option, u32, 0);
      if (!value) return 0;
      value.value = option.optlen;
      return 1;
    });
    const changed = runs(option as never, { data: new Uint8Array(4), context: { level: 1 } });
    assert.deepEqual([changed?.returned, changed?.data], [1, Uint8Array.of(4, 0, 0, 0)]);
    assert.equal(runs(option as never, { data: new Uint8Array(2) })?.returned, 0);
    const message = program("sk_msg", { u8 }, (message, { u8 }, bpf) => {
      const first = bpf.header(message, u8, 0);
      return first?.value === 7 && message.size === 3 ? bpf.SK_PASS : bpf.SK_DROP;
    });
    assert.equal(runs(message as never, { data: Uint8Array.of(7, 8, 9) })?.returned, 1);
  });

  test("the kernel says that it has none", { skip: withoutKernel }, () => {
    const allow = program("cgroup/connect4", {}, () => 1);
    using bpf = load({ allow });
    assert.throws(() => bpf.programs.allow.test(), { code: "YDL4110" });
  });
});
