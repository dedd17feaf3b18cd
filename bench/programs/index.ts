import type { Benchmark } from "./benchmark.ts";
import { cgroupTraffic } from "./cgroup-traffic.ts";
import { connectionTracker } from "./connection-tracker.ts";
import { counterArray } from "./counter-array.ts";
import { counterPerCpu } from "./counter-per-cpu.ts";
import { counterVariable } from "./counter-variable.ts";
import { dnsMatcher } from "./dns-matcher.ts";
import { egressFirewall } from "./egress-firewall.ts";
import { execEvents } from "./exec-events.ts";
import { execLogger } from "./exec-logger.ts";
import { frameClassifier } from "./frame-classifier.ts";
import { headerRewriter } from "./header-rewriter.ts";
import { loadBalancer } from "./load-balancer.ts";
import { networkFirewall } from "./network-firewall.ts";
import { pingResponder } from "./ping-responder.ts";
import { portFilter } from "./port-filter.ts";
import { protocolStatistics } from "./protocol-statistics.ts";
import { rateLimiter } from "./rate-limiter.ts";
import { runQueueLatency } from "./run-queue-latency.ts";
import { sizeHistogram } from "./size-histogram.ts";
import { synCookie } from "./syn-cookie.ts";
import { synFloodGuard } from "./syn-flood-guard.ts";
import { systemCalls } from "./system-calls.ts";

export { type Benchmark, slotsOf, withRawMaps } from "./benchmark.ts";

/** All programs, under the names of their files here and in c/. */
export const benchmarks: Readonly<Record<string, Benchmark>> = {
  "counter-array": counterArray,
  "counter-variable": counterVariable,
  "counter-per-cpu": counterPerCpu,
  "cgroup-traffic": cgroupTraffic,
  "size-histogram": sizeHistogram,
  "protocol-statistics": protocolStatistics,
  "frame-classifier": frameClassifier,
  "port-filter": portFilter,
  "egress-firewall": egressFirewall,
  "network-firewall": networkFirewall,
  "dns-matcher": dnsMatcher,
  "syn-flood-guard": synFloodGuard,
  "syn-cookie": synCookie,
  "rate-limiter": rateLimiter,
  "connection-tracker": connectionTracker,
  "load-balancer": loadBalancer,
  "header-rewriter": headerRewriter,
  "ping-responder": pingResponder,
  "exec-logger": execLogger,
  "exec-events": execEvents,
  "run-queue-latency": runQueueLatency,
  "system-calls": systemCalls,
};
