package io.resctl.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Connections of applications to a database server. */
public final class Connections {
    private Connections() {}

    /** One that is there within three seconds, or fails. */
    public static Connection to(String address, int port, String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.put("user", user);
        properties.put("password", password);
        properties.put("connectTimeout", "3000");
        return DriverManager.getConnection("jdbc:mariadb://" + address + ":" + port + "/", properties);
    }
}
