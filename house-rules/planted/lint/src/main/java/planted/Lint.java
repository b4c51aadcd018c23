package planted;

import java.util.List;

class Lint {
    int size(List list) {
        return list.size();
    }
}
