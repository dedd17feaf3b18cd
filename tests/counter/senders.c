// Senders that Node can't be: processes that are born in a cgroup (clone3), and UDP that the kernel cuts into segments.
//
//   senders steady DIRECTORY CGROUPS SECONDS DATAGRAMS     makes cgroups, and sends so many datagrams from each in each second
//   senders churn DIRECTORY SECOND SECONDS DATAGRAMS       makes so many cgroups each second, sends from each, and removes it
//   senders udp ADDRESS PORT SIZE DATAGRAMS [SEGMENT]      sends datagrams; with SEGMENT, buffers that are cut into such
//   senders listen ADDRESS PORT                            makes a socket for them, reads nothing, ends with its input
//
// The first two send to a socket of their own on loopback, and print how many cgroups they made and how many datagrams they sent.
// The others say "waiting", wait for a line on their input before they make their sockets, and say "sent" or "ready".
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <netinet/udp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static struct sockaddr_in receiver;

static int receive(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	socklen_t length = sizeof(receiver);

	receiver.sin_family = AF_INET;
	receiver.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&receiver, sizeof(receiver)))
		fail("bind");
	getsockname(fd, (struct sockaddr *)&receiver, &length);
	return fd;
}

static void send_all(int fd, int datagrams)
{
	char payload[16] = {0};

	for (int i = 0; i < datagrams; i++) {
		/* The receiver reads nothing: a full buffer is no error of the sender. */
		if (sendto(fd, payload, sizeof(payload), 0, (struct sockaddr *)&receiver, sizeof(receiver)) < 0)
			fail("sendto");
	}
}

/*
 * A socket of a cgroup, which is that of the process that makes it: a child that is born there does, and leaves it in the table of
 * open files, which it shares with us.
 */
static int socket_in(const char *path)
{
	int cgroup = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct clone_args arguments = {
		.flags = CLONE_INTO_CGROUP | CLONE_FILES,
		.exit_signal = SIGCHLD,
		.cgroup = cgroup,
	};
	long child;
	int status;

	if (cgroup < 0)
		fail(path);
	child = syscall(SYS_clone3, &arguments, sizeof(arguments));
	if (child < 0)
		fail("clone3");
	if (child == 0) {
		/* The lowest number is that of the directory, once it is closed. */
		close(cgroup);
		_exit(socket(AF_INET, SOCK_DGRAM, 0) == cgroup ? 0 : 1);
	}
	if (waitpid(child, &status, 0) < 0 || status != 0) {
		fprintf(stderr, "a child ended with %d\n", status);
		exit(1);
	}
	return cgroup;
}

static void make(char *path, const char *directory, const char *kind, int number)
{
	snprintf(path, 4096, "%s/%s-%d.service", directory, kind, number);
	if (mkdir(path, 0755))
		fail(path);
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

static void pause_until(double time)
{
	double left = time - now();

	if (left > 0)
		usleep(left * 1e6);
}

static void steady(const char *directory, int cgroups, int seconds, int datagrams)
{
	struct rlimit files = {cgroups + 64, cgroups + 64};
	int *sockets = calloc(cgroups, sizeof(int));
	char path[4096];
	double start;

	if (setrlimit(RLIMIT_NOFILE, &files))
		fail("setrlimit");
	for (int i = 0; i < cgroups; i++) {
		make(path, directory, "lasting", i);
		sockets[i] = socket_in(path);
	}
	printf("ready\n");
	fflush(stdout);
	start = now();
	for (int second = 0; second < seconds; second++) {
		for (int i = 0; i < cgroups; i++) {
			pause_until(start + second + (double)i / cgroups);
			send_all(sockets[i], datagrams);
		}
	}
	printf("%d cgroups, %ld datagrams\n", cgroups, (long)cgroups * seconds * datagrams);
}

static void churn(const char *directory, int each_second, int seconds, int datagrams)
{
	char path[4096];
	double start = now();
	int made = 0;

	for (; made < each_second * seconds; made++) {
		int fd;

		pause_until(start + (double)made / each_second);
		make(path, directory, "short", made);
		fd = socket_in(path);
		send_all(fd, datagrams);
		close(fd);
		if (rmdir(path))
			fail("rmdir");
	}
	printf("%d cgroups, %ld datagrams, %.2f s\n", made, (long)made * datagrams, now() - start);
}

static void udp(const char *address, int port, int size, int datagrams, int segment)
{
	static char payload[65536];
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
	struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(port)};
	int is6 = inet_pton(AF_INET6, address, &v6.sin6_addr) == 1;
	struct sockaddr *to = is6 ? (void *)&v6 : (void *)&v4;
	socklen_t length = is6 ? sizeof(v6) : sizeof(v4);
	int listen_only = datagrams == 0;
	int fd;

	if (!is6 && inet_pton(AF_INET, address, &v4.sin_addr) != 1)
		fail(address);
	printf("waiting\n");
	fflush(stdout);
	if (getchar() == EOF)
		fail("standard input");
	fd = socket(is6 ? AF_INET6 : AF_INET, SOCK_DGRAM, 0);
	if (fd < 0)
		fail("socket");
	if (listen_only) {
		if (bind(fd, to, length))
			fail("bind");
		printf("ready\n");
		fflush(stdout);
		while (getchar() != EOF)
			;
		return;
	}
	if (segment && setsockopt(fd, IPPROTO_UDP, UDP_SEGMENT, &segment, sizeof(segment)))
		fail("UDP_SEGMENT");
	for (int i = 0; i < datagrams; i++) {
		while (sendto(fd, payload, size, 0, to, length) < 0) {
			if (errno != ENOBUFS && errno != EAGAIN)
				fail("send");
			usleep(200);
		}
		if (i % 64 == 63)
			usleep(300);
	}
	printf("sent\n");
}

int main(int count, char **values)
{
	int number[4] = {0};
	const char *mode = count > 1 ? values[1] : "";

	for (int i = 3; i < count && i < 7; i++)
		number[i - 3] = atoi(values[i]);
	if (strcmp(mode, "udp") == 0 && count >= 6) {
		udp(values[2], number[0], number[1], number[2], number[3]);
		return 0;
	}
	if (strcmp(mode, "listen") == 0 && count == 4) {
		udp(values[2], number[0], 0, 0, 0);
		return 0;
	}
	if (receive() < 0)
		return 1;
	if (strcmp(mode, "steady") == 0 && count == 6)
		steady(values[2], number[0], number[1], number[2]);
	else if (strcmp(mode, "churn") == 0 && count == 6)
		churn(values[2], number[0], number[1], number[2]);
	else
		return 2;
	return 0;
}
