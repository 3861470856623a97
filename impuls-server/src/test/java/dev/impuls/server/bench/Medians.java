package dev.impuls.server.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Samples of one figure; machines are noisy, so what counts is the one in the middle. */
final class Medians {
  private final List<Double> samples = new ArrayList<>();

  void add(double sample) {
    samples.add(sample);
  }

  /** The smallest sample that a share of them does not exceed. */
  double quantile(double share) {
    var sorted = samples.stream().sorted().toList();
    return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
  }

  int size() {
    return samples.size();
  }

  boolean isEmpty() {
    return samples.isEmpty();
  }

  double median() {
    var sorted = samples.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  double min() {
    return samples.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
  }

  /** The median, with the lowest and the highest in brackets. */
  String text(String format, String unit) {
    return String.format(
        Locale.ROOT,
        format + "%s (" + format + " to " + format + ")",
        median(),
        unit,
        min(),
        max());
  }

  double max() {
    return samples.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
  }
}
