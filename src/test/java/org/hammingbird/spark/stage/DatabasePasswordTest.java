package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.hammingbird.UserException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the password of the labels' database may stand. */
class DatabasePasswordTest {
  private static final String PROVIDERS =
      "spark.hadoop." + CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH;

  @TempDir Path folder;

  @AfterEach
  void forgetTheProvider() {
    System.clearProperty(PROVIDERS);
  }

  @Test
  void theFirstLineOfAFileByPathOrByUri() throws Exception {
    Path file = Files.write(folder.resolve("password"), List.of("s3cret", "a remark"));
    assertThat(password(file.toString())).isEqualTo("s3cret");
    assertThat(password(file.toUri().toString())).isEqualTo("s3cret");
    assertThatThrownBy(() -> password("hdfs:///no/name/node"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("hdfs:///no/name/node");
    assertThatThrownBy(() -> password(folder.resolve("none").toString()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("none: name a file that exists");
  }

  @Test
  void aHadoopCredentialProvider() throws Exception {
    assumeTrue(System.getenv("HAMMINGBIRD_DATABASE_PASSWORD") == null);
    assertThatThrownBy(() -> password(""))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("hammingbird.database.password in a Hadoop credential provider");

    String keystore = "jceks://file" + folder.resolve("secrets.jceks");
    Configuration hadoop = new Configuration(false);
    hadoop.set(CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, keystore);
    CredentialProvider provider = CredentialProviderFactory.getProviders(hadoop).get(0);
    provider.createCredentialEntry("hammingbird.database.password", "s3cret".toCharArray());
    provider.flush();
    System.setProperty(PROVIDERS, keystore);
    assertThat(password("")).isEqualTo("s3cret");
  }

  private static String password(String file) {
    Config database =
        ConfigFactory.parseMap(
            Map.of(
                "url", "jdbc:mysql://127.0.0.1:3306/images",
                "user", "curator",
                "password-file", file,
                "table", "ImageLabel",
                "id-column", "ImageID",
                "label-column", "LabelName",
                "split-column", "",
                "address-column", ""));
    return DatabaseOptions.from(database.atPath("database")).properties().getProperty("password");
  }
}
