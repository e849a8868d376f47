package ryot.lab.workload;

/**
 * Which system to measure, and how it is set up.
 *
 * @param modelFile path of the GGUF file
 * @param threads compute threads; 0 for the engine's own choice
 * @param kvType {@code F16}, {@code Q8_0} or {@code F32}; empty for the engine's own choice
 * @param contextLength tokens; 0 for the model's
 * @param scratch a folder on the disk to be measured, whose content vanishes after the day
 */
public record SystemSettings(
    String modelFile, int threads, String kvType, int contextLength, String scratch) {}
