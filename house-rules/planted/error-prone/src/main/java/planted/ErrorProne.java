package planted;

class ErrorProne {
    boolean same(String one, String other) {
        return one == other;
    }
}
