import { formatIpv4, formatIpv6, formatMac, parseIpv4, parseIpv6, parseMac } from "./address-text.ts";
import { BytesSchema } from "./array.ts";
import { IntegerSchema } from "./scalar.ts";

/** An IPv4 address: text in user space, a host-order number in kernel functions, four bytes in network order in memory. */
export class Ipv4AddressSchema extends IntegerSchema<"ipv4Address", string> {
  constructor() {
    super("ipv4Address", 32, false, "network", "ipv4");
  }

  override read(view: DataView, offset: number): string {
    return formatIpv4(bytesAt(view, offset, 4));
  }

  override write(view: DataView, offset: number, value: string, path = "value"): void {
    bytesAt(view, offset, 4).set(parsed("an IPv4 address", '"10.0.0.1"', parseIpv4, value, path));
  }
}

/** An IPv6 address: text in user space, 16 bytes in kernel functions and in memory, aligned as `struct in6_addr`. */
export class Ipv6AddressSchema extends BytesSchema<16, string> {
  constructor() {
    super(16, 4, "ipv6");
  }

  override read(view: DataView, offset: number): string {
    return formatIpv6(bytesAt(view, offset, 16));
  }

  override write(view: DataView, offset: number, value: string, path = "value"): void {
    bytesAt(view, offset, 16).set(parsed("an IPv6 address", '"2001:db8::1"', parseIpv6, value, path));
  }
}

/** A hardware address: text in user space, 6 bytes in kernel functions and in memory. */
export class MacAddressSchema extends BytesSchema<6, string> {
  constructor() {
    super(6, 1, "mac");
  }

  override read(view: DataView, offset: number): string {
    return formatMac(bytesAt(view, offset, 6));
  }

  override write(view: DataView, offset: number, value: string, path = "value"): void {
    bytesAt(view, offset, 6).set(parsed("a MAC address", '"02:00:00:00:00:01"', parseMac, value, path));
  }
}

export interface Ipv4Address extends Ipv4AddressSchema {}
export interface Ipv6Address extends Ipv6AddressSchema {}
export interface MacAddress extends MacAddressSchema {}

/**
 * An IPv4 address, kept in network order: `"10.0.0.1"` in user space, a host-order number in kernel functions, which `bpf.ipv4`
 * gives for a text.
 */
export const ipv4Address: Ipv4Address = new Ipv4AddressSchema();

/**
 * An IPv6 address: text in the form of RFC 5952 in user space, such as `"2001:db8::1"`; in kernel functions 16 bytes, compared with
 * `bpf.ipv6("2001:db8::1")`.
 */
export const ipv6Address: Ipv6Address = new Ipv6AddressSchema();

/**
 * A hardware (MAC) address: `"02:00:00:00:00:01"` in user space; in kernel functions 6 bytes, compared with
 * `bpf.mac("02:00:00:00:00:01")`.
 */
export const macAddress: MacAddress = new MacAddressSchema();

function bytesAt(view: DataView, offset: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + offset, length);
}

function parsed(
  what: string,
  example: string,
  parse: (text: string) => Uint8Array | undefined,
  value: unknown,
  path: string,
): Uint8Array {
  if (typeof value !== "string")
    throw new TypeError(`${path}: ${what} is text such as ${example}, got ${typeof value}`);
  const bytes = parse(value);
  if (!bytes) throw new RangeError(`${path}: ${JSON.stringify(value)} is not ${what} such as ${example}`);
  return bytes;
}
