package ryot.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: ours, and the Java that runs it. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String ours = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "ryot " + (ours == null ? "(not packaged)" : ours),
      "Java " + Runtime.version() + ", " + System.getProperty("java.vm.vendor"),
      System.getProperty("os.name") + " " + System.getProperty("os.arch")
    };
  }
}
