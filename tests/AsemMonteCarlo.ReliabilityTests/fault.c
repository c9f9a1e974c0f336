// Preloaded into asem by FaultTests: makes one system call on one folder fail, so that every step of a run is tried.
// FAULT_FOLDER  the folder; only its files, the folder itself included, are counted and fail
// FAULT_CALL    write, fsync or rename
// FAULT_AT      which of these calls fails, from 1; 0 for none
// FAULT_ERROR   number of the error, or 0 for a short write: half of the bytes, no error
// FAULT_COUNT   file to which the calls seen are appended, a byte each
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

typedef ssize_t (*pwrite_call)(int, const void *, size_t, off_t);
typedef ssize_t (*pwritev_call)(int, const struct iovec *, int, off_t);
typedef ssize_t (*write_call)(int, const void *, size_t);
typedef int (*fsync_call)(int);
typedef int (*rename_call)(const char *, const char *);
typedef void *(*dlsym_call)(void *, const char *);

// the runtime looks functions up in the C library itself, past this file, unless the look-up is replaced too
static void *next_dlsym(void *handle, const char *name) {
  static dlsym_call real;
  if (!real) real = (dlsym_call)dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.34");
  if (!real) real = (dlsym_call)dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.2.5");
  if (!real) real = (dlsym_call)dlvsym(RTLD_NEXT, "dlsym", "GLIBC_2.17");
  return real ? real(handle, name) : NULL;
}

static int calls;

static int inside(const char *path) {
  const char *folder = getenv("FAULT_FOLDER");
  size_t length = folder ? strlen(folder) : 0;
  return path && length && !strncmp(path, folder, length) && (path[length] == '/' || path[length] == 0);
}

// whether this call is the one that fails
static int hit(const char *call, const char *path) {
  const char *wanted = getenv("FAULT_CALL"), *at = getenv("FAULT_AT"), *count = getenv("FAULT_COUNT");
  if (!wanted || strcmp(wanted, call) || !inside(path)) return 0;
  int number = __sync_add_and_fetch(&calls, 1);
  int file = count ? open(count, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
  if (file >= 0) {
    static write_call real;
    if (!real) real = (write_call)next_dlsym(RTLD_NEXT, "write");
    if (real(file, ".", 1) < 0) errno = 0;
    close(file);
  }
  return at && number == atoi(at);
}

static int hit_file(const char *call, int fd) {
  char link[64], path[4096];
  if (!getenv("FAULT_CALL")) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return hit(call, path);
}

static int error(void) {
  const char *number = getenv("FAULT_ERROR");
  return number ? atoi(number) : EIO;
}

ssize_t write(int fd, const void *bytes, size_t size) {
  static write_call real;
  if (!real) real = (write_call)next_dlsym(RTLD_NEXT, "write");
  if (!hit_file("write", fd)) return real(fd, bytes, size);
  if (!error()) return real(fd, bytes, size > 1 ? size / 2 : size);
  errno = error();
  return -1;
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off_t at) {
  static pwrite_call real;
  if (!real) real = (pwrite_call)next_dlsym(RTLD_NEXT, "pwrite64");
  if (!hit_file("write", fd)) return real(fd, bytes, size, at);
  if (!error()) return real(fd, bytes, size > 1 ? size / 2 : size, at);
  errno = error();
  return -1;
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at) { return pwrite64(fd, bytes, size, at); }

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t at) {
  static pwritev_call real;
  if (!real) real = (pwritev_call)next_dlsym(RTLD_NEXT, "pwritev64");
  if (!hit_file("write", fd)) return real(fd, parts, count, at);
  if (!error()) return count > 1 ? real(fd, parts, 1, at) : real(fd, parts, count, at);
  errno = error();
  return -1;
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) { return pwritev64(fd, parts, count, at); }

int fsync(int fd) {
  static fsync_call real;
  if (!real) real = (fsync_call)next_dlsym(RTLD_NEXT, "fsync");
  if (!hit_file("fsync", fd)) return real(fd);
  errno = error();
  return -1;
}

int rename(const char *from, const char *to) {
  static rename_call real;
  if (!real) real = (rename_call)next_dlsym(RTLD_NEXT, "rename");
  if (!hit("rename", to)) return real(from, to);
  errno = error();
  return -1;
}

void *dlsym(void *handle, const char *name) {
  if (handle != RTLD_NEXT && !strcmp(name, "fsync")) return (void *)fsync;
  return next_dlsym(handle, name);
}
