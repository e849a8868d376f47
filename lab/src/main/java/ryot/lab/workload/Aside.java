package ryot.lab.workload;

/** Sets apart what a workload allocates for the measurement and not for what is measured. */
public interface Aside {

  /** What follows on this thread is the measurement's own. */
  void begin();

  /** What follows is measured again. */
  void end();
}
