package io.resctl.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Teaches Jackson our sealed interfaces, so that the records themselves need not know of JSON. */
final class SealedKinds extends JacksonAnnotationIntrospector {
    @Override
    public @Nullable TypeResolverBuilder<?> findTypeResolver(
            MapperConfig<?> config, AnnotatedClass annotated, JavaType type) {
        if (sealedParent(annotated.getRawType()).isEmpty()) {
            return super.findTypeResolver(config, annotated, type);
        }
        return new StdTypeResolverBuilder(JsonTypeInfo.Value.construct(
                JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "kind", null, false, null, null));
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
        Class<?> raw = annotated.getRawType();
        return ours(raw) && raw.isSealed()
                ? leaves(raw)
                        .map(leaf -> new NamedType(leaf, leaf.getSimpleName()))
                        .toList()
                : super.findSubtypes(annotated);
    }

    /** So that a record is called the same whether it is written as itself or as its interface. */
    @Override
    public @Nullable String findTypeName(AnnotatedClass annotated) {
        return sealedParent(annotated.getRawType()).isPresent()
                ? annotated.getRawType().getSimpleName()
                : super.findTypeName(annotated);
    }

    private static Optional<Class<?>> sealedParent(Class<?> raw) {
        if (!ours(raw)) {
            return Optional.empty();
        }
        return raw.isSealed()
                ? Optional.of(raw)
                : Arrays.stream(raw.getInterfaces())
                        .filter(parent -> ours(parent) && parent.isSealed())
                        .findFirst();
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(SealedKinds::leaves)
                : Stream.of(type);
    }

    private static boolean ours(Class<?> type) {
        return type.getName().startsWith("io.resctl.");
    }
}
