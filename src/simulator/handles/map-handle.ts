import type { BpfObject } from "../../object/object.ts";
import type { AnySchema } from "../../schema/index.ts";
import { sumValues } from "../../schema/sum.ts";
import { SimulatorError } from "../errors.ts";
import type { SimulatedMap } from "../maps/simulated-map.ts";
import type { Region } from "../memory.ts";
import { codecOf } from "./codec.ts";

export interface SimulatedMapInfo {
  /** A number of the simulation's own. */
  readonly id: number;
  readonly name: string;
  /** `enum bpf_map_type`. */
  readonly type: number;
  readonly keySize: number;
  readonly valueSize: number;
  readonly maxEntries: number;
  readonly flags: number;
}

/** What a handle is made of. */
export interface HandleParts<M extends SimulatedMap = SimulatedMap> {
  readonly object: BpfObject;
  readonly map: M;
  readonly cpus: number;
  readonly id: number;
}

/** What all handles of simulated maps share. */
export class SimulatedMapHandle<M extends SimulatedMap = SimulatedMap> {
  readonly name: string;
  protected readonly cpus: number;
  readonly #parts: HandleParts<M>;
  #keySchema: AnySchema | undefined;
  #valueSchema: AnySchema | undefined;
  #closed = false;

  constructor(parts: HandleParts<M>) {
    this.name = parts.map.name;
    this.cpus = parts.cpus;
    this.#parts = parts;
  }

  info(): SimulatedMapInfo {
    const { name, type, keySize, valueSize, maxEntries, flags } = this.simulated.map;
    return { id: this.#parts.id, name, type, keySize, valueSize, maxEntries, flags };
  }

  /** Closing again does nothing. */
  close(): void {
    this.#closed = true;
  }

  /**
   * The map itself, for maps of maps.
   * @throws {SimulatorError} the handle is closed
   */
  static simulatedOf(handle: SimulatedMapHandle): SimulatedMap {
    return handle.simulated;
  }

  /** @throws {SimulatorError} the map is closed */
  protected get simulated(): M {
    if (!this.#closed) return this.#parts.map;
    throw new SimulatorError("YDL4400", `the map '${this.name}' is closed`, {
      hint: "close() and the end of a `using` block close everything that was simulated; read before that",
    });
  }

  protected get keySchema(): AnySchema {
    const { object, map } = this.#parts;
    this.#keySchema ??= codecOf(object, map.map.keyType, map.map.keySize);
    return this.#keySchema;
  }

  protected get valueSchema(): AnySchema {
    const { object, map } = this.#parts;
    this.#valueSchema ??= codecOf(object, map.map.valueType, map.map.valueSize);
    return this.#valueSchema;
  }

  protected encodeKey(key: unknown): Uint8Array {
    const bytes = new Uint8Array(this.simulated.map.keySize);
    this.keySchema.write(new DataView(bytes.buffer), 0, key as never, `${this.name} key`);
    return bytes;
  }

  protected encodeValue(value: unknown, path = `${this.name} value`): Uint8Array {
    const bytes = new Uint8Array(this.simulated.map.valueSize);
    this.valueSchema.write(new DataView(bytes.buffer), 0, value as never, path);
    return bytes;
  }

  protected decodeValue(region: Region): unknown {
    return this.valueSchema.read(region.view, 0);
  }

  /** The value of each CPU; undefined when there is no such key. */
  protected perCpu(key: Uint8Array): unknown[] | undefined {
    const values: unknown[] = [];
    for (let cpu = 0; cpu < this.cpus; cpu += 1) {
      const region = this.simulated.peekAt(key, cpu);
      if (region === undefined) return undefined;
      values.push(this.decodeValue(region));
    }
    return values;
  }

  /** The number of values is checked before any is set. */
  protected setPerCpu(key: Uint8Array, values: readonly unknown[], path: string): number {
    if (!Array.isArray(values) || values.length !== this.cpus) {
      throw new SimulatorError(
        "YDL4407",
        `${path} needs an array with a value for each of ${this.cpus} simulated CPUs`,
      );
    }
    const encoded = values.map((value, cpu) => this.encodeValue(value, `${path} of CPU ${cpu}`));
    for (const [cpu, value] of encoded.entries()) {
      const error = this.simulated.update(key, value, 0, cpu);
      if (error !== 0) return error;
    }
    return 0;
  }

  protected total(values: readonly unknown[]): unknown {
    return sumValues(this.valueSchema, values);
  }
}
