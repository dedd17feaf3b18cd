import { attribute, joined, NLM_F_CREATE, NLM_F_EXCL, nested, requestRoute, text, word } from "./netlink.ts";

/** Source: include/uapi/linux/rtnetlink.h. */
const RTM_NEWROUTE = 24;
const RTM_DELROUTE = 25;
const RTA_DST = 1;
const RTA_OIF = 4;
const RTA_GATEWAY = 5;
const RTA_TABLE = 15;
const RTA_ENCAP_TYPE = 21;
const RTA_ENCAP = 22;
const RTPROT_STATIC = 4;
const RT_SCOPE_UNIVERSE = 0;
const RT_SCOPE_LINK = 253;
const RTN_UNICAST = 1;
const AF_INET = 2;
const AF_INET6 = 10;
/** Source: include/uapi/linux/lwtunnel.h and seg6_local.h. */
const LWTUNNEL_ENCAP_BPF = 6;
const LWTUNNEL_ENCAP_SEG6_LOCAL = 7;
const LWT_BPF_PROG_FD = 1;
const LWT_BPF_PROG_NAME = 2;
const SEG6_LOCAL_ACTION = 1;
const SEG6_LOCAL_BPF = 8;
const SEG6_LOCAL_ACTION_END_BPF = 15;

/** `LWT_BPF_IN`, `_OUT` and `_XMIT`. */
const hooks = { lwt_in: 1, lwt_out: 2, lwt_xmit: 3 } as const;

export interface RouteProgram {
  readonly hook: keyof typeof hooks | "lwt_seg6local";
  readonly fd: number;
  readonly name: string;
}

export interface Route {
  /** 4 or 16 bytes. */
  readonly address: Uint8Array;
  readonly prefixLength: number;
  readonly interfaceIndex: number | undefined;
  readonly gateway: Uint8Array | undefined;
  readonly table: number;
}

/** Makes a route whose packets a program sees. */
export function addRoute(route: Route, program: RouteProgram): void {
  const reference = [attribute(LWT_BPF_PROG_FD, word(program.fd)), attribute(LWT_BPF_PROG_NAME, text(program.name))];
  const encapsulation =
    program.hook === "lwt_seg6local"
      ? [
          attribute(RTA_ENCAP_TYPE, short(LWTUNNEL_ENCAP_SEG6_LOCAL)),
          nested(
            RTA_ENCAP,
            attribute(SEG6_LOCAL_ACTION, word(SEG6_LOCAL_ACTION_END_BPF)),
            nested(SEG6_LOCAL_BPF, ...reference),
          ),
        ]
      : [
          attribute(RTA_ENCAP_TYPE, short(LWTUNNEL_ENCAP_BPF)),
          nested(RTA_ENCAP, nested(hooks[program.hook], ...reference)),
        ];
  requestRoute(
    "adding a route",
    RTM_NEWROUTE,
    NLM_F_CREATE | NLM_F_EXCL,
    joined([routeMessage(route), ...encapsulation]),
  );
}

export function removeRoute(route: Route): void {
  requestRoute("removing a route", RTM_DELROUTE, 0, routeMessage(route));
}

/** `struct rtmsg` and what says which route it is. */
function routeMessage({ address, prefixLength, interfaceIndex, gateway, table }: Route): Uint8Array {
  const header = new Uint8Array(12);
  header[0] = address.length === 4 ? AF_INET : AF_INET6;
  header[1] = prefixLength;
  header[4] = table < 256 ? table : 0;
  header[5] = RTPROT_STATIC;
  header[6] = gateway ? RT_SCOPE_UNIVERSE : address.length === 4 ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
  header[7] = RTN_UNICAST;
  const parts = [header, attribute(RTA_DST, address), attribute(RTA_TABLE, word(table))];
  if (interfaceIndex !== undefined) parts.push(attribute(RTA_OIF, word(interfaceIndex)));
  if (gateway) parts.push(attribute(RTA_GATEWAY, gateway));
  return joined(parts);
}

function short(value: number): Uint8Array {
  return new Uint8Array(Uint16Array.of(value).buffer);
}
