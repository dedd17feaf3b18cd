import assert from "node:assert/strict";
import { test } from "node:test";
import { ethernet, icmp, icmp6, ipv4, ipv6, tcp, udp, vlan } from "./index.ts";

const fromHex = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(" ", ""), "hex"));

test("headers have the sizes of their RFCs", () => {
  const sizes = [ethernet, vlan, ipv4, ipv6, tcp, udp, icmp, icmp6].map(({ size }) => size);
  assert.deepEqual(sizes, [14, 4, 20, 40, 20, 8, 8, 8]);
});

test("a frame is read as its sender meant it", () => {
  assert.deepEqual(ethernet.decode(fromHex("ffffffffffff 02005e100001 8100")), {
    destination: "ff:ff:ff:ff:ff:ff",
    source: "02:00:5e:10:00:01",
    etherType: 0x8100,
  });
  assert.deepEqual(vlan.decode(fromHex("a064 86dd")), { priority: 5, dropEligible: 0, id: 100, etherType: 0x86dd });
});

test("an IPv4 header is read field by field", () => {
  assert.deepEqual(ipv4.decode(fromHex("45b8 0073 1c46 4123 4006 b1e6 c0a80001 0a0000c7")), {
    version: 4,
    headerLength: 5,
    differentiatedServices: 0xb8,
    totalLength: 115,
    identification: 0x1c46,
    flags: 2,
    fragmentOffset: 0x123,
    timeToLive: 64,
    protocol: 6,
    headerChecksum: 0xb1e6,
    sourceAddress: "192.168.0.1",
    destinationAddress: "10.0.0.199",
  });
});

test("an IPv6 header is read field by field", () => {
  const bytes = fromHex("6b812345 0028 06 40 20010db8000000000000000000000001 fe8000000000000000000000000000ff");
  assert.deepEqual(ipv6.decode(bytes), {
    version: 6,
    trafficClass: 0xb8,
    flowLabel: 0x12345,
    payloadLength: 40,
    nextHeader: 6,
    hopLimit: 64,
    sourceAddress: "2001:db8::1",
    destinationAddress: "fe80::ff",
  });
});

test("a TCP header is read flag by flag", () => {
  const header = tcp.decode(fromHex("01bb d431 0000000a ffffffff a012 7210 7ad6 0001"));
  const { ack, syn, fin, rst, psh, urg, ece, cwr, ...rest } = header;
  assert.deepEqual([cwr, ece, urg, ack, psh, rst, syn, fin], [0, 0, 0, 1, 0, 0, 1, 0]);
  assert.deepEqual(rest, {
    sourcePort: 443,
    destinationPort: 54321,
    sequenceNumber: 10,
    acknowledgmentNumber: 0xffff_ffff,
    dataOffset: 10,
    reserved: 0,
    window: 0x7210,
    checksum: 0x7ad6,
    urgentPointer: 1,
  });
  assert.deepEqual(tcp.decode(tcp.encode(header)), header);
});

test("UDP and ICMP", () => {
  assert.deepEqual(udp.decode(fromHex("0035 d431 0024 1234")), {
    sourcePort: 53,
    destinationPort: 54321,
    length: 36,
    checksum: 0x1234,
  });
  const ping = icmp.decode(fromHex("08 00 f7ff 0001 0002"));
  assert.deepEqual([ping.type, ping.code, ping.checksum], [8, 0, 0xf7ff]);
  assert.deepEqual(ping.body.echo, { identifier: 1, sequenceNumber: 2 });
  assert.equal(icmp.decode(fromHex("05 01 0000 0a000001")).body.gatewayAddress, "10.0.0.1");
  assert.equal(icmp.decode(fromHex("03 04 0000 0000 05dc")).body.fragmentation.nextHopMtu, 1500);
  assert.equal(icmp6.decode(fromHex("02 00 0000 00000500")).body.mtu, 1280);
});
