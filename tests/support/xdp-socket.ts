import { closeSync } from "node:fs";
import { sys } from "../../src/sys/sys.ts";
import { call, made } from "./socket-calls.ts";

/** Source: include/uapi/linux/if_xdp.h. */
const AF_XDP = 44;
const SOCK_RAW = 3;
const SOL_XDP = 283;
const XDP_RX_RING = 2;
const XDP_UMEM_REG = 4;
const XDP_UMEM_FILL_RING = 5;
const XDP_UMEM_COMPLETION_RING = 6;
const XDP_STATISTICS = 7;
const XDP_COPY = 2;

const MMAP = process.arch === "x64" ? 9 : 222;
const READ_WRITE = 3;
const PRIVATE_ANONYMOUS = 0x22;
const CHUNK = 4096;
const CHUNKS = 4;

/** An AF_XDP socket at the first queue of an interface, with room for no frame: what it is given is counted, and dropped. */
export class XdpSocket implements Disposable {
  readonly fd: number;

  constructor(interfaceIndex: number) {
    this.fd = made("socket", AF_XDP, SOCK_RAW, 0);
    const memory = sys().call(MMAP, [0, CHUNK * CHUNKS, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0]);
    const registration = new Uint8Array(32);
    const view = new DataView(registration.buffer);
    view.setBigUint64(0, BigInt(memory), true);
    view.setBigUint64(8, BigInt(CHUNK * CHUNKS), true);
    view.setUint32(16, CHUNK, true);
    made("setsockopt", this.fd, SOL_XDP, XDP_UMEM_REG, registration, 24);
    const size = new Uint8Array(Uint32Array.of(CHUNKS).buffer);
    for (const ring of [XDP_UMEM_FILL_RING, XDP_UMEM_COMPLETION_RING, XDP_RX_RING]) {
      made("setsockopt", this.fd, SOL_XDP, ring, size, 4);
    }
    const address = new Uint8Array(16);
    const where = new DataView(address.buffer);
    where.setUint16(0, AF_XDP, true);
    where.setUint16(2, XDP_COPY, true);
    where.setUint32(4, interfaceIndex, true);
    made("bind", this.fd, address, address.length);
  }

  /** How many frames it was given. */
  get frames(): bigint {
    const statistics = new Uint8Array(48);
    const length = new Uint8Array(Uint32Array.of(statistics.length).buffer);
    call("getsockopt", this.fd, SOL_XDP, XDP_STATISTICS, statistics, length);
    const view = new DataView(statistics.buffer);
    // Dropped for want of anything, and since 5.9 for want of a place in the fill ring.
    return view.getBigUint64(0, true) + view.getBigUint64(32, true);
  }

  [Symbol.dispose](): void {
    closeSync(this.fd);
  }
}
