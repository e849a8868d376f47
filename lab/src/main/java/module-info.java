/** Real measurements, profiles, bottlenecks, targets and reports. */
@SuppressWarnings("requires-automatic")
module ryot.lab {
  requires static transitive org.jspecify;
  requires transitive ryot.engine;
  requires transitive ryot.lang;
  requires transitive ryot.vault;
  requires org.lz4.java;
  requires tools.jackson.databind;
  requires com.fasterxml.jackson.annotation;
  requires HdrHistogram;
  requires org.apache.commons.statistics.descriptive;
  requires org.apache.commons.statistics.distribution;
  requires async.profiler;
  requires jfr.converter;
  requires jdk.jfr;
  requires jdk.management;
  requires java.management;

  exports ryot.lab;
  exports ryot.lab.bench;
  exports ryot.lab.codec;
  exports ryot.lab.plan;
  exports ryot.lab.report;
  exports ryot.lab.results;
  exports ryot.lab.statistics;

  opens ryot.lab.measure to
      tools.jackson.databind;
  opens ryot.lab.plan to
      tools.jackson.databind;
  opens ryot.lab.profile to
      tools.jackson.databind;
  opens ryot.lab.results to
      tools.jackson.databind;
  opens ryot.lab.statistics to
      tools.jackson.databind;
  opens ryot.lab.workload to
      tools.jackson.databind;
}
