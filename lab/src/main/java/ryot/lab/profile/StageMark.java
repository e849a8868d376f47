package ryot.lab.profile;

import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * A moment of a profile pass, marked in the recording itself: its clock and the system's may be
 * tens of milliseconds apart.
 */
@Name(StageMark.NAME)
@Label("Stage of a profile pass")
@Description("Where the stages of a profile pass begin and end")
@StackTrace(false)
final class StageMark extends Event {

  static final String NAME = "ryot.StageMark";

  @Label("Stage")
  String stage;

  StageMark(String stage) {
    this.stage = stage;
  }
}
