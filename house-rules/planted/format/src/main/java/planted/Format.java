package planted;

class Format {
  int twoSpaces = 2;
}
