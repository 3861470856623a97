package dev.impuls.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.function.Function;
import dev.impuls.function.FunctionBuilder;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.FunctionRules;
import dev.impuls.function.FunctionSummary;
import dev.impuls.function.Placement;
import dev.impuls.store.FunctionQuery;
import dev.impuls.store.FunctionStore;
import dev.impuls.store.Samples;
import dev.impuls.store.file.MetadataFormat.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is valid comes back as it was; whatever is not is a problem with words. */
class RoundTripPropertiesTest {

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .withCharRange('A', 'Z')
        .withCharRange('0', '9')
        .withChars('-', '_')
        .ofMinLength(1)
        .ofMaxLength(64)
        .filter(name -> FunctionRules.check(Samples.draft(name)).isEmpty());
  }

  /** Any Unicode, control characters and all, but for NUL and halves of surrogate pairs. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> any =
        Arbitraries.strings()
            .all()
            .ofMaxLength(200)
            .map(
                text -> new String(text.getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_16))
            .map(text -> text.replace("\0", ""));
    Arbitrary<String> tricky =
        Arbitraries.of(
                "\r\n",
                "\n",
                "\ufeff",
                "\\",
                "\"",
                "\u2028",
                "\ud83d\ude00",
                "é",
                "\u0001",
                "'",
                "${}")
            .list()
            .ofMaxSize(20)
            .map(parts -> String.join("", parts));
    return Arbitraries.oneOf(any, tricky);
  }

  @Provide
  Arbitrary<Map<String, String>> environments() {
    Arbitrary<String> keys =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withCharRange('A', 'Z')
            .withChars('_')
            .ofMinLength(1)
            .ofMaxLength(20);
    return Arbitraries.maps(keys, texts()).ofMaxSize(5);
  }

  @Provide
  Arbitrary<Placement> placements() {
    return Combinators.combine(
            Arbitraries.oneOf(Arbitraries.just(""), names()),
            Arbitraries.of(Placement.SHARED, Placement.DEDICATED))
        .as(Placement::new);
  }

  private record Limits(int memoryMb, int timeoutSec) {}

  @Provide
  Arbitrary<FunctionDraft> drafts() {
    Arbitrary<String> runtimes =
        Arbitraries.of(
            "nodejs22", "nodejs18", "python312", "dotnet8", "java", "x", "ruby3.2", "go");
    return Combinators.combine(
            names(),
            texts(),
            runtimes,
            Arbitraries.of("index.handler", "a.b.c", "@x/y.z", "$._"),
            texts(),
            Combinators.combine(
                    Arbitraries.integers().between(16, 10_240),
                    Arbitraries.integers().between(1, 900))
                .as(Limits::new),
            placements(),
            environments())
        .as(
            (name, description, runtime, handler, code, limits, placement, environment) ->
                new FunctionDraft(
                    name,
                    description,
                    runtime,
                    handler,
                    code,
                    limits.memoryMb(),
                    limits.timeoutSec(),
                    placement,
                    environment));
  }

  private static FunctionStore open(Path data) {
    return FileFunctionStore.open(
        new FileStoreSettings(data, false), FaultyFiles.sound(), Clock.systemUTC(), false);
  }

  @Property(tries = 150)
  void aValidFunctionComesBackAsItWas(
      @ForAll("drafts") FunctionDraft draft, @ForAll("drafts") FunctionDraft changed)
      throws IOException {
    assertThat(FunctionRules.check(draft)).isEmpty();
    Path data = Files.createTempDirectory("round-trip");
    try {
      Function created;
      try (var store = open(data)) {
        created = store.create(draft);
        assertThat(created.toDraft()).isEqualTo(draft);
      }
      Function updated;
      try (var store = open(data)) {
        assertThat(store.get(created.name())).isEqualTo(created);
        var patch =
            new dev.impuls.function.FunctionPatch(
                changed.description(),
                changed.runtime(),
                changed.handler(),
                changed.code(),
                changed.memoryMb(),
                changed.timeoutSec(),
                changed.placement().group(),
                changed.placement().isolation(),
                changed.environment());
        updated = store.update(created.name(), patch, created.revision());
        assertThat(updated.toDraft()).isEqualTo(patch.applyTo(created).toDraft());
      }
      try (var store = open(data)) {
        assertThat(store.get(created.name())).isEqualTo(updated);
        assertThat(store.list(FunctionQuery.ALL).functions()).containsExactly(updated.summary());
        Tree.requireTidy(data, store);
      }
    } finally {
      remove(data);
    }
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Provide
  Arbitrary<Instant> times() {
    return Arbitraries.longs()
        .between(Instant.parse("1970-01-01T00:00:00Z").getEpochSecond(), 253_402_300_799L)
        .flatMap(
            seconds ->
                Arbitraries.integers()
                    .between(0, 999_999)
                    .map(micros -> Instant.ofEpochSecond(seconds).plus(micros, ChronoUnit.MICROS)));
  }

  @Property(tries = 500)
  void metadataThatIsWrittenIsReadAsItWas(
      @ForAll("drafts") FunctionDraft draft,
      @ForAll("times") Instant created,
      @ForAll("times") Instant updated,
      @ForAll boolean withCode)
      throws FormatException {
    String name = String.valueOf(draft.name());
    Function function =
        Function.of(
            new FunctionSummary(
                "some-id",
                name,
                draft.description(),
                String.valueOf(draft.runtime()),
                String.valueOf(draft.handler()),
                "",
                draft.memoryMb(),
                draft.timeoutSec(),
                draft.placement(),
                created,
                updated),
            String.valueOf(draft.code()),
            draft.environment());

    byte[] json = MetadataFormat.format(function, withCode, null);
    Metadata read = MetadataFormat.parse(name, json);

    assertThat(read.id()).isEqualTo("some-id");
    assertThat(read.description()).isEqualTo(draft.description());
    assertThat(read.runtime()).isEqualTo(draft.runtime());
    assertThat(read.handler()).isEqualTo(draft.handler());
    assertThat(read.code()).isEqualTo(withCode ? draft.code() : null);
    assertThat(read.memoryMb()).isEqualTo(draft.memoryMb());
    assertThat(read.timeoutSec()).isEqualTo(draft.timeoutSec());
    assertThat(read.placement()).isEqualTo(draft.placement());
    assertThat(read.environment()).isEqualTo(draft.environment());
    assertThat(read.createdAt()).isEqualTo(created);
    assertThat(read.updatedAt()).isEqualTo(updated);
    assertThat(MetadataFormat.format(function, withCode, read.all())).isEqualTo(json);
    assertThat(new String(json, StandardCharsets.UTF_8))
        .startsWith("{\n  \"id\": ")
        .endsWith("\n}\n");
  }

  @Property(tries = 500)
  void damagedMetadataIsReadOrToldOf(
      @ForAll("drafts") FunctionDraft draft, @ForAll int position, @ForAll byte damage) {
    String name = String.valueOf(draft.name());
    byte[] json =
        MetadataFormat.format(
            new FunctionBuilder(name, "code")
                .description(draft.description())
                .handler("a.b")
                .placement(draft.placement())
                .environment(draft.environment())
                .at(Instant.EPOCH)
                .build(),
            true,
            null);
    json[Math.floorMod(position, json.length)] = damage;
    try {
      assertThat(MetadataFormat.parse(name, json).name()).isEqualTo(name);
    } catch (FormatException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Property(tries = 500)
  void whatIsNoMetadataIsToldOf(@ForAll byte[] bytes) {
    try {
      assertThat(MetadataFormat.parse("name", bytes).name()).isEqualTo("name");
    } catch (FormatException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
