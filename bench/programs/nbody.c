// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The sun and the four giants, f64, symplectic steps; the energy must hold.
#include "../common/bench.h"

enum { BODIES = 5, STEPS = 4000 };
typedef struct {
  double x, y, z, vx, vy, vz, mass;
} body;
static const double PI = 3.141592653589793, YEAR = 365.24;
static body start[BODIES], now[BODIES];
static double before, after;

static double energy(const body *b) {
  double e = 0;
  for (int i = 0; i < BODIES; i++) {
    e += 0.5 * b[i].mass *
         (b[i].vx * b[i].vx + b[i].vy * b[i].vy + b[i].vz * b[i].vz);
    for (int j = i + 1; j < BODIES; j++) {
      double dx = b[i].x - b[j].x, dy = b[i].y - b[j].y, dz = b[i].z - b[j].z;
      e -= b[i].mass * b[j].mass / __builtin_sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return e;
}

void bench_setup(void) {
  const double sun = 4 * PI * PI;
  const body all[BODIES] = {
      {0, 0, 0, 0, 0, 0, sun},
      {4.84143144246472090e+00, -1.16032004402742839e+00,
       -1.03622044471123109e-01, 1.66007664274403694e-03 * YEAR,
       7.69901118419740425e-03 * YEAR, -6.90460016972063023e-05 * YEAR,
       9.54791938424326609e-04 * sun},
      {8.34336671824457987e+00, 4.12479856412430479e+00,
       -4.03523417114321381e-01, -2.76742510726411899e-03 * YEAR,
       4.99852801234917238e-03 * YEAR, 2.30417297573763929e-05 * YEAR,
       2.85885980666130812e-04 * sun},
      {1.28943695621391310e+01, -1.51111514016986312e+01,
       -2.23307578892655734e-01, 2.96460137564761618e-03 * YEAR,
       2.37847173959480950e-03 * YEAR, -2.96589568540237556e-05 * YEAR,
       4.36624404335156298e-05 * sun},
      {1.53796971148509165e+01, -2.59193146099879641e+01,
       1.79258772950371181e-01, 2.68067772490389322e-03 * YEAR,
       1.62824170038242295e-03 * YEAR, -9.51592254519715870e-05 * YEAR,
       5.15138902046611451e-05 * sun}};
  double px = 0, py = 0, pz = 0;
  for (int i = 0; i < BODIES; i++) {
    start[i] = all[i];
    px += all[i].vx * all[i].mass;
    py += all[i].vy * all[i].mass;
    pz += all[i].vz * all[i].mass;
  }
  start[0].vx = -px / sun;
  start[0].vy = -py / sun;
  start[0].vz = -pz / sun;
  before = energy(start);
}

static void step(body *b, double dt) {
  for (int i = 0; i < BODIES; i++)
    for (int j = i + 1; j < BODIES; j++) {
      double dx = b[i].x - b[j].x, dy = b[i].y - b[j].y, dz = b[i].z - b[j].z;
      double d2 = dx * dx + dy * dy + dz * dz;
      double mag = dt / (d2 * __builtin_sqrt(d2));
      b[i].vx -= dx * b[j].mass * mag;
      b[i].vy -= dy * b[j].mass * mag;
      b[i].vz -= dz * b[j].mass * mag;
      b[j].vx += dx * b[i].mass * mag;
      b[j].vy += dy * b[i].mass * mag;
      b[j].vz += dz * b[i].mass * mag;
    }
  for (int i = 0; i < BODIES; i++) {
    b[i].x += dt * b[i].vx;
    b[i].y += dt * b[i].vy;
    b[i].z += dt * b[i].vz;
  }
}

uint64_t bench_run(void) {
  for (int k = 0; k < BENCH_SCALE; k++) {
    for (int i = 0; i < BODIES; i++)
      now[i] = start[i];
    for (int i = 0; i < STEPS; i++)
      step(now, 0.01);
  }
  after = energy(now);
  uint64_t bits;
  __builtin_memcpy(&bits, &after, 8);
  return bits;
}

int bench_check(void) {
  double change = (after - before) / before;
  return change < 1e-3 && change > -1e-3;
}
