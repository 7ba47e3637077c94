package io.resctl.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * Our own JSON documents. Records are written with sorted keys, instants and durations in ISO form, and without what is
 * empty; a value of a sealed interface carries its record's name as {@code "kind"} and is read back by it.
 */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .annotationIntrospector(new SealedKinds())
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            // A record is its components: these are its fields, whatever methods it has besides.
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .disable(MapperFeature.AUTO_DETECT_GETTERS)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.USE_DEFAULTS))
            .build();

    private Json() {}

    /** For people: on several lines, ending with a newline. */
    public static String pretty(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON for " + value.getClass(), e);
        }
    }

    /** On one line, without a newline. */
    public static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON for " + value.getClass(), e);
        }
    }

    /** Fields that are not known are passed over, so that an older resctl can read what a newer one wrote. */
    public static <T> T read(String text, Class<T> type) throws NotOurs {
        try {
            T value = MAPPER.readValue(text, type);
            if (value == null) {
                throw new NotOurs(type);
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new NotOurs(type, e);
        }
    }

    /** The text is not JSON, or does not have the form that is due. The message holds nothing of the text itself. */
    public static final class NotOurs extends Exception {
        NotOurs(Class<?> type) {
            super("not a " + type.getSimpleName() + " document");
        }

        NotOurs(Class<?> type, JsonProcessingException cause) {
            super("not a " + type.getSimpleName() + " document" + place(cause));
        }

        private static String place(JsonProcessingException cause) {
            return cause.getLocation() == null
                    ? ""
                    : ": line " + cause.getLocation().getLineNr() + ", column "
                            + cause.getLocation().getColumnNr();
        }
    }
}
