import type { BpfBase, FunctionArguments, FunctionResult, GivenContext, SequenceWriting } from "./bpf.ts";
import type {
  PerfEventContext,
  RawTracepointContext,
  RegistersContext,
  SyscallContext,
  SystemCallEntryContext,
  SystemCallExitContext,
  TracepointContexts,
  TypedContext,
  UnknownTracepointContext,
} from "./context-types.ts";
import type {
  IteratorHelpers,
  KprobeHelpers,
  LsmHelpers,
  PerfEventHelpers,
  RawTracepointHelpers,
  SyscallHelpers,
  TracepointHelpers,
  TracingHelpers,
} from "./helper-types.generated.ts";
import type { NetworkSections } from "./network-sections.ts";
import type { SectionFacts, VerdictOf } from "./table-types.ts";

/** `bpf` in `tracepoint` programs. */
export interface TracepointBpf<Context> extends BpfBase, TracepointHelpers<Context> {}
/** `bpf` in `raw_tracepoint` programs. */
export interface RawTracepointBpf extends BpfBase, RawTracepointHelpers<RawTracepointContext> {}
/** `bpf` in probes at the start of a function. */
export interface ProbeBpf extends BpfBase, KprobeHelpers<RegistersContext>, FunctionArguments<RegistersContext> {}
/** `bpf` in probes at the end of a function. */
export interface ReturnProbeBpf extends BpfBase, KprobeHelpers<RegistersContext>, FunctionResult<RegistersContext> {}
/** `bpf` in `perf_event` programs. */
export interface PerfEventBpf extends BpfBase, PerfEventHelpers<PerfEventContext> {}
/** `bpf` in `fentry`, `fexit`, `fmod_ret` and `tp_btf` programs. */
export interface TracingBpf extends BpfBase, TracingHelpers<TypedContext>, FunctionArguments<TypedContext> {}
/** `bpf` in `lsm` programs. */
export interface LsmBpf extends BpfBase, LsmHelpers<TypedContext>, FunctionArguments<TypedContext> {}
/** `bpf` in `iter` programs. */
export interface IteratorBpf
  extends BpfBase,
    IteratorHelpers<TypedContext>,
    FunctionArguments<TypedContext>,
    SequenceWriting<TypedContext> {}
/** `bpf` in `syscall` programs. */
export interface SyscallBpf extends BpfBase, SyscallHelpers<SyscallContext>, GivenContext<SyscallContext> {}

/** A kernel function that returns nothing returns 0. */
// biome-ignore lint/suspicious/noConfusingVoidType: functions without a return statement have this type
type TracingResult = number | boolean | void;

type TracepointFacts = SectionFacts<unknown, unknown, TracingResult, "tracepoint">;
type RawTracepointFacts = SectionFacts<RawTracepointContext, RawTracepointBpf, TracingResult, "rawTracepoint">;

type ProbeFacts<Attach> = SectionFacts<RegistersContext, ProbeBpf, TracingResult, Attach>;
type ReturnProbeFacts<Attach> = SectionFacts<RegistersContext, ReturnProbeBpf, TracingResult, Attach>;
type UserTracepointFacts = SectionFacts<RegistersContext, ProbeBpf, TracingResult, "userTracepoint">;
type TypedFacts<Bpf, Returns> = SectionFacts<TypedContext, Bpf, Returns, "kernelFunction">;
// biome-ignore lint/suspicious/noConfusingVoidType: functions without a return statement have this type
type ZeroResult = 0 | void;

/** Sections as libbpf writes them. The context of a tracepoint depends on its name, see {@link ContextOf}. */
interface Sections extends NetworkSections {
  [tracepoint: `tracepoint/${string}/${string}` | `tp/${string}/${string}`]: TracepointFacts;
  [rawTracepoint: `raw_tracepoint/${string}` | `raw_tp/${string}`]: RawTracepointFacts;
  [kernelProbe: `kprobe/${string}` | `ksyscall/${string}`]: ProbeFacts<"kernelProbe">;
  [kernelReturn: `kretprobe/${string}` | `kretsyscall/${string}`]: ReturnProbeFacts<"kernelProbe">;
  [kernelProbes: `kprobe.multi/${string}`]: ProbeFacts<"kernelProbes">;
  [kernelReturns: `kretprobe.multi/${string}`]: ReturnProbeFacts<"kernelProbes">;
  "kprobe.multi": ProbeFacts<"kernelProbes">;
  "kretprobe.multi": ReturnProbeFacts<"kernelProbes">;
  [userProbe: `uprobe/${string}` | `uprobe.s/${string}`]: ProbeFacts<"userProbe">;
  [userReturn: `uretprobe/${string}` | `uretprobe.s/${string}`]: ReturnProbeFacts<"userProbe">;
  uprobe: ProbeFacts<"userProbe">;
  "uprobe.s": ProbeFacts<"userProbe">;
  uretprobe: ReturnProbeFacts<"userProbe">;
  "uretprobe.s": ReturnProbeFacts<"userProbe">;
  [userProbes: `uprobe.multi/${string}` | `uprobe.multi.s/${string}`]: ProbeFacts<"userProbes">;
  [userReturns: `uretprobe.multi/${string}` | `uretprobe.multi.s/${string}`]: ReturnProbeFacts<"userProbes">;
  "uprobe.multi": ProbeFacts<"userProbes">;
  "uprobe.multi.s": ProbeFacts<"userProbes">;
  "uretprobe.multi": ReturnProbeFacts<"userProbes">;
  "uretprobe.multi.s": ReturnProbeFacts<"userProbes">;
  [userTracepoint: `usdt/${string}` | `usdt.s/${string}`]: UserTracepointFacts;
  usdt: UserTracepointFacts;
  "usdt.s": UserTracepointFacts;
  perf_event: SectionFacts<PerfEventContext, PerfEventBpf, TracingResult, "perfEvent">;
  [fentry: `fentry/${string}` | `fentry.s/${string}`]: TypedFacts<TracingBpf, ZeroResult>;
  [fexit: `fexit/${string}` | `fexit.s/${string}`]: TypedFacts<TracingBpf, ZeroResult>;
  [modify: `fmod_ret/${string}` | `fmod_ret.s/${string}`]: TypedFacts<TracingBpf, TracingResult>;
  [typedTracepoint: `tp_btf/${string}`]: TypedFacts<TracingBpf, TracingResult>;
  [lsm: `lsm/${string}` | `lsm.s/${string}`]: TypedFacts<LsmBpf, TracingResult>;
  [lsmCgroup: `lsm_cgroup/${string}`]: SectionFacts<
    TypedContext,
    LsmBpf,
    VerdictOf<{ readonly range: readonly [0, 1] }>,
    "lsmCgroup"
  >;
  [iterator: `iter/${string}` | `iter.s/${string}`]: SectionFacts<
    TypedContext,
    IteratorBpf,
    0 | 1 | boolean,
    "iterator"
  >;
  syscall: SectionFacts<SyscallContext, SyscallBpf, TracingResult, "none">;
}

/** The sections that programs can be defined for. */
export type Section = keyof Sections | `tracepoint/${keyof TracepointContexts}`;

type TracepointContextOf<Name> = Name extends keyof TracepointContexts
  ? TracepointContexts[Name]
  : Name extends `syscalls/sys_enter_${string}`
    ? SystemCallEntryContext
    : Name extends `syscalls/sys_exit_${string}`
      ? SystemCallExitContext
      : UnknownTracepointContext;

/** The context of a section's programs. */
export type ContextOf<S extends Section> = S extends `tracepoint/${infer Name}` | `tp/${infer Name}`
  ? TracepointContextOf<Name>
  : Sections[S]["context"];

/** `bpf` in a section's programs. */
export type BpfOf<S extends Section> = S extends `tracepoint/${string}` | `tp/${string}`
  ? TracepointBpf<ContextOf<S>>
  : Sections[S]["bpf"];

/** What a section's programs may return. */
export type ReturnOf<S extends Section> = Sections[S]["returns"];

/** What a section's programs attach to. */
export type AttachKindOf<S extends Section> = Sections[S]["attach"];
