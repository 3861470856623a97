package dev.impuls.engine.js;

import com.oracle.truffle.api.instrumentation.TruffleInstrument;
import com.oracle.truffle.api.instrumentation.provider.TruffleInstrumentProvider;
import java.util.Collection;
import java.util.List;
import org.graalvm.polyglot.SandboxPolicy;

/** Offers {@link MeterInstrument} to the engine, which finds it as a service. */
@TruffleInstrument.Registration(
    id = MeterInstrument.ID,
    name = "Meter",
    services = Meter.class,
    sandbox = SandboxPolicy.CONSTRAINED)
public final class MeterInstrumentProvider extends TruffleInstrumentProvider {
  @Override
  protected String getInstrumentClassName() {
    return MeterInstrument.class.getName();
  }

  @Override
  protected Object create() {
    return new MeterInstrument();
  }

  @Override
  protected Collection<String> getServicesClassNames() {
    return List.of(Meter.class.getName());
  }
}
