package dev.impuls.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impuls.function.Revision;
import dev.impuls.server.api.EntityTags.EntityTag;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EntityTagsTest {

  @Property
  void everyListOfTagsIsReadAsItWasWritten(
      @ForAll("tags") List<EntityTag> tags, @ForAll("separators") String separator) {
    String header =
        tags.stream()
            .map(tag -> (tag.weak() ? "W/" : "") + '"' + tag.value() + '"')
            .collect(Collectors.joining(separator));
    EntityTags read = EntityTags.parse("If-Match", header);
    assertThat(read).isEqualTo(new EntityTags(false, tags));
  }

  @Property
  void anythingElseIsReadOrRefusedButNeverFails(@ForAll String header) {
    try {
      assertThat(EntityTags.parse("If-Match", header)).isNotNull();
    } catch (ApiException e) {
      assertThat(e.error().status()).isEqualTo(400);
    }
  }

  @Example
  void whatIsNoListIsRefused() {
    for (String header : List.of("", ",", "a", "\"a", "\"a\" \"b\"", "*,\"a\"", "w/\"a\"")) {
      assertThatThrownBy(() -> EntityTags.parse("If-Match", header))
          .isInstanceOf(ApiException.class);
    }
  }

  @Example
  void weakTagsMatchOnlyWhereThatIsEnough() {
    var revision = new Revision("a");
    EntityTags weak = new EntityTags(false, List.of(new EntityTag("a", true)));
    assertThat(weak.matchesStrongly(revision)).isFalse();
    assertThat(weak.matchesWeakly(revision)).isTrue();
  }

  /** A list may have empty elements, RFC 9110, 5.6.1.2. */
  @Provide
  Arbitrary<String> separators() {
    return Arbitraries.of(",", ", ", " ,\t", ",,", " , , ");
  }

  @Provide
  Arbitrary<List<EntityTag>> tags() {
    Arbitrary<String> values = Arbitraries.strings().withCharRange('#', '~').ofMaxLength(10);
    return Combinators.combine(values, Arbitraries.of(true, false))
        .as(EntityTag::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }
}
