import { checked } from "./errno.ts";
import { record } from "./record.ts";
import { sys, systemCalls } from "./sys.ts";

/** The first fields of `struct perf_event_attr`, up to those that tracepoints need. Source: include/uapi/linux/perf_event.h. */
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

/** Ties a program to an event and switches the event on: the way before 5.15. */
export function setEventProgram(eventFd: number, programFd: number): void {
  const set = sys().call(systemCalls.ioctl, [eventFd, PERF_EVENT_IOC_SET_BPF, programFd]);
  checked("ioctl(PERF_EVENT_IOC_SET_BPF)", set);
  checked("ioctl(PERF_EVENT_IOC_ENABLE)", sys().call(systemCalls.ioctl, [eventFd, PERF_EVENT_IOC_ENABLE, 0]));
}
