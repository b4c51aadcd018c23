package dev.gatun.bindings;

import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.PaddingLayout;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that Java and C must agree on: what it is about, the C expression for it, and Java's value. {@code symbol}
 * is the struct or constant it belongs to.
 */
record Fact(String symbol, String expression, long value) {
    /** Size, alignment, and every field's offset and size, nested ones too. */
    static List<Fact> ofStruct(String cType, GroupLayout layout) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(cType, "sizeof(" + cType + ")", layout.byteSize()));
        facts.add(new Fact(cType, "_Alignof(" + cType + ")", layout.byteAlignment()));
        fields(cType, layout, "", 0, facts);
        return facts;
    }

    /** All that a class written by hand claims: of a struct its layout, of anything else its constants. */
    static List<Fact> ofHandWritten(Class<?> type, String cPrefix) throws ReflectiveOperationException {
        List<Fact> facts = new ArrayList<>();
        for (Method method : type.getMethods()) {
            if (method.getName().equals("layout")) {
                GroupLayout layout = (GroupLayout) method.invoke(null);
                String name = layout.name().orElseThrow();
                return ofStruct(Character.isLowerCase(name.charAt(0)) ? cPrefix + name : name, layout);
            }
        }
        for (Field field : type.getFields()) {
            facts.add(ofConstant(type, field.getName()));
        }
        return facts;
    }

    /** A constant of a header class, be it a method (generated) or a field (written by hand). */
    static Fact ofConstant(Class<?> header, String name) throws ReflectiveOperationException {
        for (Method method : header.getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == 0) {
                return constant(name, method.getReturnType(), (Number) method.invoke(null));
            }
        }
        Field field = header.getField(name);
        if (!Modifier.isFinal(field.getModifiers())) {
            throw new AssertionError(field + " is not final");
        }
        return constant(name, field.getType(), (Number) field.get(null));
    }

    private static Fact constant(String name, Class<?> type, Number value) {
        // An int in Java may be an unsigned in C: the same 32 bits.
        String cast = type == int.class ? "(long long)(int)" : "(long long)";
        return new Fact(name, cast + "(" + name + ")", value.longValue());
    }

    private static void fields(String cType, GroupLayout group, String prefix, long base, List<Fact> facts) {
        for (MemoryLayout member : group.memberLayouts()) {
            if (member instanceof PaddingLayout || member.name().isEmpty()) {
                continue;
            }
            String name = member.name().get();
            long offset = base + group.byteOffset(PathElement.groupElement(name));
            if (name.startsWith("$anon")) { // C reaches through an anonymous member, so it has no name there
                fields(cType, (GroupLayout) member, prefix, offset, facts);
                continue;
            }
            String path = prefix + name;
            facts.add(new Fact(cType, "offsetof(" + cType + ", " + path + ")", offset));
            if (member.byteSize() > 0) { // a flexible array has a place and no size
                facts.add(new Fact(cType, "sizeof(((" + cType + "*)0)->" + path + ")", member.byteSize()));
            }
            if (member instanceof GroupLayout nested) {
                fields(cType, nested, path + ".", offset, facts);
            }
        }
    }
}
