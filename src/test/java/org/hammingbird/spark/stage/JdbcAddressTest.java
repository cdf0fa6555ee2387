package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hammingbird.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcAddressTest {
  @Test
  void takesHostsPortsAndHarmlessOptions() {
    JdbcAddress address =
        JdbcAddress.parse("jdbc:mysql://[::1]:3306/photos?sslMode=REQUIRED&connectTimeout=5000");
    assertThat(address.base()).isEqualTo("jdbc:mysql://[::1]:3306/photos");
    assertThat(address.options())
        .containsEntry("sslMode", "REQUIRED")
        .containsEntry("connectTimeout", "5000")
        .hasSize(2);
    assertThat(JdbcAddress.parse("jdbc:mysql://db.example.org/photos").options()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "autoDeserialize=true",
        "AUTODESERIALIZE=true",
        "%61utoDeserialize=true",
        "allowLoadLocalInfile=true",
        "allowLoadLocalInfileInPath=/",
        "allowUrlInLocalInfile=true",
        "queryInterceptors=com.mysql.cj.jdbc.interceptors.ServerStatusDiffInterceptor",
        "exceptionInterceptors=x",
        "statementInterceptors=x",
        "connectionLifecycleInterceptors=x",
        "socketFactory=x",
        "authenticationPlugins=x",
        "clientInfoProvider=x",
        "propertiesTransform=x",
        "useConfigs=x",
        "logger=x",
        "trustCertificateKeyStoreUrl=http://example.org/",
        "allowMultiQueries=true",
        "sessionVariables=sql_mode=''",
        "user=root",
        "sslMode",
        "sslMode=DISABLED&autoDeserialize=true"
      })
  void refusesEveryOtherOption(String options) {
    assertThatThrownBy(() -> JdbcAddress.parse("jdbc:mysql://localhost/photos?" + options))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("not allowed in database.url");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mariadb://localhost/photos",
        "jdbc:h2:mem:photos",
        "jdbc:mysql:loadbalance://localhost/photos",
        "jdbc:mysql+srv://localhost/photos",
        "mysqlx://localhost/photos",
        "jdbc:mysql://(host=localhost,autoDeserialize=true)/photos",
        "jdbc:mysql://address=(host=localhost)(autoDeserialize=true)/photos",
        "jdbc:mysql://root@localhost/photos",
        "jdbc:mysql://a,b/photos",
        "jdbc:mysql://localhost:99999999/photos",
        "jdbc:mysql://localhost/",
        "jdbc:mysql://localhost/photos#x",
        "jdbc:mysql://localhost/photos\n?autoDeserialize=true",
        ""
      })
  void refusesOtherForms(String address) {
    assertThatThrownBy(() -> JdbcAddress.parse(address))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("jdbc:mysql://HOST:PORT/DATABASE");
  }

  @Test
  void repeatsNoPasswordThatWasTypedIntoIt() {
    for (String address :
        new String[] {
          "jdbc:mysql://root:s3cret@localhost/photos",
          "jdbc:mysql://localhost/photos?password=s3cret"
        }) {
      assertThatThrownBy(() -> JdbcAddress.parse(address))
          .isInstanceOf(UserException.class)
          .hasMessageNotContaining("s3cret");
    }
  }
}
