import { checked } from "./errno.ts";
import { record, toCString } from "./record.ts";
import { sys, systemCalls } from "./sys.ts";

/** The first fields of `struct perf_event_attr`, up to those that probes need. Source: include/uapi/linux/perf_event.h. */
const perfEventAttributes = record({
  type: "u32",
  size: "u32",
  config: "u64",
  samplePeriod: "u64",
  sampleType: "u64",
  readFormat: "u64",
  bits: "u64",
  wakeupEvents: "u32",
  breakpointType: "u32",
  config1: "u64",
  config2: "u64",
});

/** The same, for probes: the name of what is probed, and a place in it. */
const probeAttributes = record({
  type: "u32",
  size: "u32",
  config: "u64",
  samplePeriod: "u64",
  sampleType: "u64",
  readFormat: "u64",
  bits: "u64",
  wakeupEvents: "u32",
  breakpointType: "u32",
  name: "pointer",
  offset: "u64",
});

const PERF_TYPE_SOFTWARE = 1;
const PERF_TYPE_TRACEPOINT = 2;
const PERF_COUNT_SW_BPF_OUTPUT = 10;
const PERF_SAMPLE_RAW = 1 << 10;
const PERF_FLAG_FD_CLOEXEC = 8;
const PERF_EVENT_IOC_ENABLE = 0x2400;
const PERF_EVENT_IOC_SET_BPF = 0x4004_2408;

/**
 * Opens the event of a tracepoint for all processes. A program that is set on it runs on every CPU.
 * @throws {SystemCallError}
 */
export function openTracepointEvent(tracepointId: number): number {
  const attributes = perfEventAttributes.encode({
    type: PERF_TYPE_TRACEPOINT,
    size: perfEventAttributes.size,
    config: tracepointId,
    samplePeriod: 1,
    sampleType: PERF_SAMPLE_RAW,
    wakeupEvents: 1,
  });
  const [anyProcess, cpu, noGroup] = [-1, 0, -1];
  const parameters = [attributes, anyProcess, cpu, noGroup, PERF_FLAG_FD_CLOEXEC];
  return checked("perf_event_open", sys().call(systemCalls.perfEventOpen, parameters));
}

/**
 * Opens what programs write records into on one CPU (`bpf_perf_event_output`).
 * @throws {SystemCallError} ENODEV: the CPU is not there, or switched off
 */
export function openOutputEvent(cpu: number): number {
  const attributes = perfEventAttributes.encode({
    type: PERF_TYPE_SOFTWARE,
    size: perfEventAttributes.size,
    config: PERF_COUNT_SW_BPF_OUTPUT,
    samplePeriod: 1,
    sampleType: PERF_SAMPLE_RAW,
    wakeupEvents: 1,
  });
  const [anyProcess, noGroup] = [-1, -1];
  const parameters = [attributes, anyProcess, cpu, noGroup, PERF_FLAG_FD_CLOEXEC];
  return checked("perf_event_open", sys().call(systemCalls.perfEventOpen, parameters));
}

/** What a probe's event is opened for. */
export interface ProbeEvent {
  /** The number of the kernel's event source for such probes. */
  readonly type: number;
  /** What is in `config`: whether the probe is at a return, and where a counter of its users is. */
  readonly config: bigint;
  /** A function of the kernel, or the path of a file. */
  readonly name: string;
  /** In bytes from there. */
  readonly offset: number;
  /** Undefined: every process. */
  readonly pid: number | undefined;
}

/**
 * Opens the event of a probe.
 * @throws {SystemCallError} ENOENT, EINVAL: there is no such function, or it can't be probed
 */
export function openProbeEvent({ type, config, name, offset, pid }: ProbeEvent): number {
  const values = { type, size: probeAttributes.size, config, name: toCString(name), offset };
  const parameters = [probeAttributes.encode(values), pid ?? -1, pid === undefined ? 0 : -1, -1, PERF_FLAG_FD_CLOEXEC];
  return checked("perf_event_open", sys().call(systemCalls.perfEventOpen, parameters, values));
}

/** Something that perf counts. */
export interface CountedEvent {
  readonly type: number;
  readonly config: number;
  /** An overflow after so many; with `isFrequency`, so many overflows a second. */
  readonly samplePeriod: number;
  readonly isFrequency: boolean;
  /** Undefined: every process. */
  readonly pid: number | undefined;
  readonly cpu: number;
}

/** `freq` among the bits of `struct perf_event_attr`. */
const FREQUENCY = 1 << 10;

/**
 * Opens a counter on one CPU.
 * @throws {SystemCallError} ENOENT, EOPNOTSUPP: the machine can't count that; ENODEV: the CPU is switched off
 */
export function openCountedEvent({ type, config, samplePeriod, isFrequency, pid, cpu }: CountedEvent): number {
  const attributes = perfEventAttributes.encode({
    type,
    size: perfEventAttributes.size,
    config,
    samplePeriod,
    bits: isFrequency ? FREQUENCY : 0,
  });
  const parameters = [attributes, pid ?? -1, cpu, -1, PERF_FLAG_FD_CLOEXEC];
  return checked("perf_event_open", sys().call(systemCalls.perfEventOpen, parameters));
}

/** Ties a program to an event and switches the event on: the way before 5.15. */
export function setEventProgram(eventFd: number, programFd: number): void {
  const set = sys().call(systemCalls.ioctl, [eventFd, PERF_EVENT_IOC_SET_BPF, programFd]);
  checked("ioctl(PERF_EVENT_IOC_SET_BPF)", set);
  checked("ioctl(PERF_EVENT_IOC_ENABLE)", sys().call(systemCalls.ioctl, [eventFd, PERF_EVENT_IOC_ENABLE, 0]));
}
