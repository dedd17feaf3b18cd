import { attribute, joined, nested, requestRoute, word } from "./netlink.ts";

/** Source: include/uapi/linux/rtnetlink.h and if_link.h. */
const RTM_SETLINK = 19;
const IFLA_XDP = 43;
const IFLA_XDP_FD = 1;
const IFLA_XDP_FLAGS = 3;
const XDP_FLAGS_UPDATE_IF_NOEXIST = 1;

/**
 * Sets the XDP program of an interface, the way before there were links.
 * @param programFd -1 takes the program off
 * @param modeFlags `XDP_FLAGS_*_MODE`
 */
export function setXdpProgram(interfaceIndex: number, programFd: number, modeFlags: number): void {
  // `struct ifinfomsg`.
  const header = new Uint8Array(16);
  new DataView(header.buffer).setInt32(4, interfaceIndex, true);
  const flags = modeFlags | (programFd < 0 ? 0 : XDP_FLAGS_UPDATE_IF_NOEXIST);
  const xdp = nested(IFLA_XDP, attribute(IFLA_XDP_FD, word(programFd)), attribute(IFLA_XDP_FLAGS, word(flags)));
  requestRoute("setting an XDP program", RTM_SETLINK, 0, joined([header, xdp]));
}
