import type { Counts } from "../traffic-counts.ts";

/** The three numbers of each cgroup and direction, under the names that Prometheus and OpenTelemetry give them. */
export const trafficMetrics = [
  {
    prometheus: "yodel_cgroup_network_packets",
    otlp: "yodel.cgroup.network.packets",
    unit: undefined,
    otlpUnit: "{packet}",
    help: "Packets as they go over the wire.",
    count: ({ packets }: Counts) => packets,
  },
  {
    prometheus: "yodel_cgroup_network_bytes",
    otlp: "yodel.cgroup.network.bytes",
    unit: "bytes",
    otlpUnit: "By",
    help: "Bytes as they go over the wire, from the IP header on.",
    count: ({ bytes }: Counts) => bytes,
  },
  {
    prometheus: "yodel_cgroup_network_skbs",
    otlp: "yodel.cgroup.network.skbs",
    unit: undefined,
    otlpUnit: "{skb}",
    help: "Socket buffers: one holds many packets of TCP.",
    count: ({ skbs }: Counts) => skbs,
  },
] as const;

export const directions = ["egress", "ingress"] as const;
