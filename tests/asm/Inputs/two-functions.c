long first(long x) {
  return x * 3;
}

long second(long x) { return x ^ 5; }
