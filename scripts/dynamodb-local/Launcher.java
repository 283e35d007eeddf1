// Starts Amazon's DynamoDB Local on 127.0.0.1 only: its own launcher listens on every interface and reports to Amazon.

import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import java.util.Arrays;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

public class Launcher {
  public static void main(String[] args) throws Exception {
    var options = new String[] {"-inMemory", "-sharedDb", "-disableTelemetry"};
    var proxy = ServerRunner.createServerFromCommandLineArgs(options);
    var connectors = jettyOf(proxy).getConnectors();
    for (Connector connector : connectors) {
      var tcp = (ServerConnector) connector;
      tcp.setHost("127.0.0.1");
      tcp.setPort(Integer.parseInt(args[0]));
    }
    proxy.safeStart(); // unlike start(), sends no telemetry event

    if (Arrays.stream(connectors).anyMatch(c -> !"127.0.0.1".equals(((ServerConnector) c).getHost()))) {
      System.exit(1);
    }
    System.out.println("listening " + ((ServerConnector) connectors[0]).getLocalPort());

    while (System.in.read() >= 0) {} // the parent's end closes this pipe, however it ended
    System.exit(0);
  }

  private static Server jettyOf(DynamoDBProxyServer proxy) throws ReflectiveOperationException {
    var field = DynamoDBProxyServer.class.getDeclaredField("server");
    field.setAccessible(true);
    return (Server) field.get(proxy);
  }
}
