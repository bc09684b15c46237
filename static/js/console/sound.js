/**
 * The sound of an alarm, made here and fetched from nowhere. A browser plays none before somebody has pressed something
 * on the page, so `isOn` is told and never guessed.
 *
 * `repeat(true)` goes on until `repeat(false)`, also in a tab behind others: the sound itself is the clock.
 */

const EVERY_S = 4;
const NOTES = [[660, 0], [880, 0.22], [660, 0.44]];
const SOFT = [[520, 0]];
const NOTE_S = 0.5;
const LOUD = 0.5;
const QUIET = 0.2;

export class Sound {
  #context = null;
  #ringing = null;
  #wanted = false;
  #onChange;

  /** `onChange()` whenever sound may have come on or gone off. */
  constructor(onChange = () => {}) {
    this.#onChange = onChange;
  }

  get isOn() {
    return this.#context?.state === "running";
  }

  /** Call it in a press. */
  async turnOn() {
    if (!this.#context) {
      this.#context = new AudioContext();
      this.#context.addEventListener("statechange", () => this.#changed());
    }
    await this.#context.resume();
    this.#changed();
  }

  /** One soft tone. */
  soft() {
    if (this.isOn) this.#play(SOFT, QUIET, NOTE_S);
  }

  /** What an alarm sounds like, once. */
  once() {
    if (this.isOn) this.#play(NOTES, LOUD, EVERY_S);
  }

  repeat(wanted) {
    this.#wanted = wanted;
    if (wanted && this.isOn) this.#ringing ??= this.#play(NOTES, LOUD, EVERY_S, true);
    if (wanted || !this.#ringing) return;
    this.#ringing.stop();
    this.#ringing = null;
  }

  #changed() {
    this.repeat(this.#wanted);
    this.#onChange();
  }

  #play(notes, loudness, seconds, loop = false) {
    const source = this.#context.createBufferSource();
    source.buffer = this.#drawn(notes, loudness, seconds);
    source.loop = loop;
    source.connect(this.#context.destination);
    source.start();
    return source;
  }

  // Notes that swell and fade, so that nobody is startled twice.
  #drawn(notes, loudness, seconds) {
    const { sampleRate } = this.#context;
    const buffer = this.#context.createBuffer(1, sampleRate * seconds, sampleRate);
    const wave = buffer.getChannelData(0);
    for (const [pitch, start] of notes) {
      for (let i = 0; i < NOTE_S * sampleRate; i += 1) {
        const time = i / sampleRate;
        const swell = Math.sin((Math.PI * time) / NOTE_S) ** 2;
        const place = Math.floor(start * sampleRate) + i;
        if (place < wave.length) wave[place] += loudness * swell * Math.sin(2 * Math.PI * pitch * time);
      }
    }
    return buffer;
  }
}
