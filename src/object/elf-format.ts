/** Numbers of ELF64 for BPF. Sources: the System V ABI, and Documentation/bpf/llvm_reloc.rst of the kernel. */

export const ELF_HEADER_SIZE = 64;
export const ELF_SECTION_HEADER_SIZE = 64;
export const ELF_SYMBOL_SIZE = 24;
export const ELF_RELOCATION_SIZE = 16;

export const EM_BPF = 247;
export const ET_REL = 1;

export const SHT = { null: 0, progbits: 1, symtab: 2, strtab: 3, rela: 4, nobits: 8, rel: 9 } as const;
export const SHF = { write: 1, alloc: 2, execute: 4, infoLink: 0x40 } as const;
export const SHN_UNDEFINED = 0;
/** From here on section indexes have special meanings. */
export const SHN_RESERVED = 0xff00;
export const SHN_ABSOLUTE = 0xfff1;

export const STT = { none: 0, object: 1, function: 2, section: 3, file: 4 } as const;
export const STB = { local: 0, global: 1, weak: 2 } as const;

/** A 64-bit address in a 16-byte load. */
export const R_BPF_64_64 = 1;
/** A 64-bit address in data. */
export const R_BPF_64_ABS64 = 2;
/** The target of a call, counted in slots. */
export const R_BPF_64_32 = 10;

/** In bytes. */
export const SLOT = 8;
/** Opcode of the 16-byte load of a 64-bit immediate. */
export const LOAD_64 = 0x18;
export const CALL = 0x85;
/** What the source register of a call or of a 16-byte load says about the immediate. */
export const PSEUDO = { call: 1, kernelCall: 2, mapFd: 1, mapValue: 2, function: 4 } as const;

/** A declaration tag on the BTF variable of a per-CPU variable. */
export const PER_CPU_TAG = "yodel:percpu";
/** Before the name of a ring or perf buffer, in a declaration tag on the type of its records. */
export const RECORD_TAG = "yodel:record:";
/** Only in BTF: what the object wants of the kernel, its configuration and its symbols. */
export const KCONFIG_SECTION = ".kconfig";
export const KSYMS_SECTION = ".ksyms";
export const EXTERN_SECTIONS: readonly string[] = [KCONFIG_SECTION, KSYMS_SECTION];
export const MAPS_SECTION = ".maps";
export const LICENSE_SECTION = "license";
