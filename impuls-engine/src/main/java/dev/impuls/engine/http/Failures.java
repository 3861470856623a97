package dev.impuls.engine.http;

import dev.impuls.invoke.Fetcher;
import dev.impuls.invoke.Fetcher.Failure;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells functions why there is no answer, with nothing in it but what is in their URL. */
final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  /** There is too much under way, of all functions together. */
  static final Failure BUSY =
      new Failure("EAGAIN", "The server has too many requests under way; try again later");

  private Failures() {}

  static Failure notAllowed(Target target) {
    return new Failure(
        "EACCES",
        "The server's egress setting does not allow "
            + target.authority()
            + "; whoever runs the server can list it, or the address it leads to, with --egress");
  }

  static Failure of(Target target, Throwable failure) {
    String host = target.host();
    String at = host + ":" + target.port();
    return switch (failure) {
      case HttpFetcher.NotAllowedException e -> {
        if (e.getCause() != null) {
          log.warn(
              "The system does not tell this machine's addresses, so functions may reach none", e);
        }
        yield notAllowed(target);
      }
      case Exchange.BusyException e -> BUSY;
      case RejectedExecutionException e -> BUSY;
      case Exchange.TooLargeException e ->
          new Failure(
              "EMSGSIZE",
              "The response's body is larger than " + Fetcher.MOST_BODY_BYTES + " bytes");
      case UnknownHostException e -> new Failure("ENOTFOUND", "getaddrinfo ENOTFOUND " + host);
      case SocketTimeoutException e -> new Failure("ETIMEDOUT", "connect ETIMEDOUT " + at);
      case TimeoutException e -> new Failure("ETIMEDOUT", "no answer came in time from " + at);
      case NoRouteToHostException e -> new Failure("EHOSTUNREACH", "connect EHOSTUNREACH " + at);
      case ConnectException e -> connect(e, at);
      case SSLException e -> tls(e, at);
      case HttpResponseException e -> malformed(at);
      case HttpException e -> malformed(at);
      case ZipException e -> malformed(at);
      case EOFException e -> closed(at);
      case ClosedChannelException e -> closed(at);
      case IOException e -> io(e, at);
      default -> {
        log.warn("A request of a function failed for a reason that is not known", failure);
        yield new Failure("EIO", "The request to " + at + " failed");
      }
    };
  }

  private static Failure connect(ConnectException e, String at) {
    String code = text(e).contains("unreachable") ? "ENETUNREACH" : "ECONNREFUSED";
    return new Failure(code, "connect " + code + " " + at);
  }

  private static Failure io(IOException e, String at) {
    String text = text(e);
    if (text.contains("reset") || text.contains("broken pipe")) {
      return new Failure("ECONNRESET", "the connection to " + at + " was reset");
    } else if (text.contains("unreachable")) {
      return new Failure("ENETUNREACH", "connect ENETUNREACH " + at);
    }
    return closed(at);
  }

  private static String text(IOException e) {
    return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
  }

  private static Failure closed(String at) {
    return new Failure("UND_ERR_SOCKET", "other side closed: " + at);
  }

  private static Failure malformed(String at) {
    return new Failure("EPROTO", "the answer of " + at + " cannot be read");
  }

  private static Failure tls(SSLException e, String at) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return new Failure("CERT_HAS_EXPIRED", "the certificate of " + at + " has expired");
      } else if (cause instanceof CertPathBuilderException
          || cause instanceof CertPathValidatorException) {
        return new Failure(
            "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
            "the certificate of " + at + " is of no authority that is trusted");
      } else if (cause instanceof CertificateException && cause.getCause() == null) {
        return new Failure(
            "ERR_TLS_CERT_ALTNAME_INVALID", "the certificate of " + at + " is not for that host");
      }
    }
    return new Failure("EPROTO", "no TLS connection to " + at + " can be made");
  }
}
