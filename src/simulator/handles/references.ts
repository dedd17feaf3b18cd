import { SimulatorError } from "../errors.ts";
import type { SimulatedMapOfMaps, SimulatedProgramArray } from "../maps/references.ts";
import { SimulatedMapHandle } from "./map-handle.ts";
import { SimulatedProgram } from "./program.ts";

/** A program array: what tail calls go to. */
export class SimulatedProgramArrayHandle extends SimulatedMapHandle<SimulatedProgramArray> {
  /** @throws {SimulatorError} the array has no such index */
  set(index: number, program: SimulatedProgram): void {
    if (!(program instanceof SimulatedProgram)) {
      throw new SimulatorError("YDL7026", `${this.name}[${index}] takes a program of the same simulation`);
    }
    if (this.simulated.put(this.#key(index), program.name) !== 0) throw this.#outside(index);
  }

  /** False when there was no program. */
  delete(index: number): boolean {
    return this.simulated.delete(this.#key(index)) === 0;
  }

  #key(index: number): Uint8Array {
    if (!Number.isInteger(index) || index < 0) throw this.#outside(index);
    const key = new Uint8Array(4);
    new DataView(key.buffer).setUint32(0, index, true);
    return key;
  }

  #outside(index: number): SimulatorError {
    const { maxEntries } = this.simulated.map;
    return new SimulatorError(
      "YDL4405",
      `the map '${this.name}' has no element ${index}: it has ${maxEntries}, from 0 on`,
    );
  }
}

/** A map of maps. */
export class SimulatedMapOfMapsHandle<K> extends SimulatedMapHandle<SimulatedMapOfMaps> {
  /** @throws {SimulatorError} the map is full; what is put in is no map of the same simulation */
  set(key: K, inner: SimulatedMapHandle): void {
    if (!(inner instanceof SimulatedMapHandle)) {
      throw new SimulatorError("YDL7026", `${this.name} takes a map of the same simulation`);
    }
    if (this.simulated.put(this.encodeKey(key), SimulatedMapHandle.simulatedOf(inner)) === 0) return;
    throw new SimulatorError(
      "YDL4408",
      `the map '${this.name}' is full: it holds ${this.simulated.map.maxEntries} entries`,
    );
  }

  delete(key: K): boolean {
    return this.simulated.delete(this.encodeKey(key)) === 0;
  }
}
