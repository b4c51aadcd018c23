package planted;

class ForbiddenApi {
    void rest() throws InterruptedException {
        Thread.sleep(1);
    }
}
