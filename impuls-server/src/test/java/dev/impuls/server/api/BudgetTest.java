package dev.impuls.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BudgetTest {
  private final Budget budget = new Budget(1600);

  @Test
  void smallSharesAreTakenToTheLastByte() {
    assertSmallSharesAreTakenToTheLastByte();
  }

  private void assertSmallSharesAreTakenToTheLastByte() {
    for (int i = 0; i < 16; i++) {
      assertThat(budget.share().tryTake(100)).isTrue();
    }
    assertThat(budget.share().tryTake(1)).isFalse();
    assertThat(budget.isOverdrawn()).isFalse();
  }

  @Test
  void largeSharesLeaveAQuarterToSmallOnes() {
    assertThat(budget.share().tryTake(600)).isTrue();
    assertThat(budget.share().tryTake(600)).isTrue();
    assertThat(budget.share().tryTake(101)).isFalse();
    assertThat(budget.share().tryTake(100)).isTrue();
  }

  @Test
  void oneThatGrowsLargeIsALargeOne() {
    assertThat(budget.share().tryTake(800)).isTrue();
    assertThat(budget.share().tryTake(400)).isTrue();
    var growing = budget.share();
    assertThat(growing.tryTake(100)).isTrue();
    assertThat(growing.tryTake(1)).isFalse();
  }

  @Test
  void whatIsLargerThanHalfOfItGetsHalf() {
    var share = budget.share();
    assertThat(share.tryTake(5000)).isTrue();
    assertThat(share.tryTake(5000)).isTrue();
    assertThat(budget.share().tryTake(400)).isTrue();
    assertThat(budget.share().tryTake(400)).isFalse();
  }

  @Test
  void whatIsGivenBackCanBeTaken() {
    var share = budget.share();
    share.take(800);
    share.shrinkTo(300);
    share.shrinkTo(500); // It has less already.
    var others = budget.share();
    assertThat(others.tryTake(800)).isTrue();
    assertThat(budget.share().tryTake(101)).isFalse();
    share.close();
    share.close();
    others.close();
    assertSmallSharesAreTakenToTheLastByte();
  }

  @Test
  void whoTakesWaitsForOthersToGiveBack() {
    var first = budget.share();
    var second = budget.share();
    first.take(800);
    second.take(400);
    var third = CompletableFuture.runAsync(() -> budget.share().take(700));
    first.close();
    third.join();
    assertThat(budget.share().tryTake(101)).isFalse();
  }

  @Test
  void whoWaitsInVainIsToldToComeBack() {
    budget.share().force(1600);
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> budget.share().take(1))
        .satisfies(
            e -> {
              assertThat(e.error().status()).isEqualTo(503);
              assertThat(e.error().headers()).containsEntry("Retry-After", "5");
            });
  }

  @Test
  void onlyForceOverdraws() {
    var share = budget.share();
    share.force(2000);
    assertThat(budget.isOverdrawn()).isTrue();
    share.close();
    assertThat(budget.isOverdrawn()).isFalse();
  }
}
