/* Preloaded into the program: kills it before its Nth call of a kind, over all its threads.
 *
 * KILL_KIND=disk counts what makes writes last or visible (fsync, fdatasync, msync, rename, unlink, rmdir, ftruncate);
 * KILL_KIND=net counts what is sent through sockets. KILL_AT=N names the call, from 1; 0 or nothing kills never.
 * KILL_KIND=write counts what is written to regular files, and lets half of it be written before it kills: a torn write.
 * KILL_PID=PID kills that process, once, instead of the program itself.
 * CLOCK_SHIFT=SECONDS puts the clock on by so much; with CLOCK_JUMPS set it jumps forth and back at every reading.
 * KILL_COUNT=FILE gets the number of calls when the program ends by itself.
 *
 * strace can inject a signal at a call's number as well, but counts each thread by itself.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static atomic_long calls;

/* Whether this is the call to kill at. */
static int count(const char *kind) {
  static const char *wanted;
  static long at;
  if (!wanted) {
    const char *text = getenv("KILL_AT");
    at = text ? atol(text) : 0;
    wanted = getenv("KILL_KIND") ? getenv("KILL_KIND") : "";
  }
  return strcmp(kind, wanted) == 0 && atomic_fetch_add(&calls, 1) + 1 == at;
}

static void end(void) {
  const char *other = getenv("KILL_PID");
  kill(other ? (pid_t)atol(other) : getpid(), SIGKILL);
}

__attribute__((destructor)) static void say(void) {
  const char *path = getenv("KILL_COUNT");
  FILE *file = path ? fopen(path, "w") : NULL;
  if (file) {
    fprintf(file, "%ld\n", atomic_load(&calls));
    fclose(file);
  }
}

static int is_socket(int descriptor) {
  struct stat found;
  return fstat(descriptor, &found) == 0 && S_ISSOCK(found.st_mode);
}

/* A file on a disk; not the program's own output. */
static int is_file(int descriptor) {
  struct stat found;
  return descriptor > 2 && fstat(descriptor, &found) == 0 && S_ISREG(found.st_mode);
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define COUNTED(result, name, parameters, arguments)                                                                   \
  result name parameters {                                                                                             \
    if (count("disk")) end();                                                                                          \
    return NEXT(name) arguments;                                                                                       \
  }

COUNTED(int, fsync, (int descriptor), (descriptor))
COUNTED(int, fdatasync, (int descriptor), (descriptor))
COUNTED(int, msync, (void *start, size_t length, int flags), (start, length, flags))
COUNTED(int, rename, (const char *from, const char *to), (from, to))
COUNTED(int, renameat, (int from_folder, const char *from, int to_folder, const char *to),
        (from_folder, from, to_folder, to))
COUNTED(int, unlink, (const char *path), (path))
COUNTED(int, unlinkat, (int folder, const char *path, int flags), (folder, path, flags))
COUNTED(int, rmdir, (const char *path), (path))
COUNTED(int, ftruncate, (int descriptor, off_t length), (descriptor, length))
COUNTED(int, ftruncate64, (int descriptor, off64_t length), (descriptor, length))

ssize_t send(int socket, const void *bytes, size_t length, int flags) {
  if (count("net")) end();
  return NEXT(send)(socket, bytes, length, flags);
}

ssize_t sendmsg(int socket, const struct msghdr *message, int flags) {
  if (count("net")) end();
  return NEXT(sendmsg)(socket, message, flags);
}

ssize_t writev(int descriptor, const struct iovec *parts, int number) {
  if (is_socket(descriptor) && count("net")) end();
  return NEXT(writev)(descriptor, parts, number);
}

ssize_t write(int descriptor, const void *bytes, size_t length) {
  if (is_socket(descriptor) && count("net")) end();
  if (is_file(descriptor) && count("write")) {
    NEXT(write)(descriptor, bytes, length / 2);
    end();
  }
  return NEXT(write)(descriptor, bytes, length);
}

/* The clock on the wall; the one that only measures is left alone. */
int clock_gettime(clockid_t clock, struct timespec *now) {
  static atomic_long readings;
  int failed = NEXT(clock_gettime)(clock, now);
  const char *shift = getenv("CLOCK_SHIFT");
  if (!failed && shift && clock == CLOCK_REALTIME) {
    int is_back = getenv("CLOCK_JUMPS") && atomic_fetch_add(&readings, 1) % 2;
    now->tv_sec += is_back ? -atol(shift) : atol(shift);
  }
  return failed;
}
