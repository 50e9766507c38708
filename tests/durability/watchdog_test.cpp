// What the service manager hears: ready, alive as long as every thread is at work, and nothing of one that
// hangs.
#include "support/footfall_server.hpp"
#include "support/places.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>

namespace footfall::test {
namespace {

using namespace std::chrono_literals;

/// The socket of a service manager that listens.
class service_manager {
 public:
  service_manager() : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    file().copy(address.sun_path, sizeof(address.sun_path) - 1);
    const timeval patience{3, 0};
    EXPECT_EQ(bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    EXPECT_EQ(setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)), 0);
  }
  ~service_manager() { close(socket_); }
  service_manager(const service_manager&) = delete;
  service_manager& operator=(const service_manager&) = delete;

  [[nodiscard]] std::string file() const { return (folder_.path() / "notify").string(); }

  /// The next that it is told; empty after three seconds of silence.
  [[nodiscard]] std::string next() const {
    std::string told(512, '\0');
    const auto size = recv(socket_, told.data(), told.size(), 0);
    told.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return told;
  }

 private:
  const temporary_folder folder_;
  const int socket_;
};

/// Holds one thread of another process, as a disk does that does not answer.
class held_thread {
 public:
  explicit held_thread(pid_t thread) : thread_(thread) {
    holds_ = ptrace(PTRACE_SEIZE, thread, nullptr, nullptr) == 0 &&
             ptrace(PTRACE_INTERRUPT, thread, nullptr, nullptr) == 0 &&
             waitpid(thread, nullptr, __WALL) == thread;
  }
  ~held_thread() {
    if (holds_) ptrace(PTRACE_DETACH, thread_, nullptr, nullptr);
  }
  held_thread(const held_thread&) = delete;
  held_thread& operator=(const held_thread&) = delete;

  [[nodiscard]] bool holds() const noexcept { return holds_; }

 private:
  const pid_t thread_;
  bool holds_ = false;
};

/// The thread of this name; 0 when there is none.
pid_t find_thread(pid_t process, std::string_view name) {
  for (const auto& each : std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/task")) {
    std::ifstream file(each.path() / "comm");
    std::string found;
    std::getline(file, found);
    if (found == name) return std::stoi(each.path().filename());
  }
  return 0;
}

/// Whether a thread that is held was writing to the disk.
bool is_writing(pid_t process, pid_t thread) {
  std::ifstream file("/proc/" + std::to_string(process) + "/task/" + std::to_string(thread) + "/syscall");
  long call = 0;
  return file >> call && (call == SYS_fdatasync || call == SYS_fsync || call == SYS_pwrite64);
}

footfall_server_options watched_by(const service_manager& manager) {
  footfall_server_options options;
  options.environment = {{"NOTIFY_SOCKET", manager.file()}, {"WATCHDOG_USEC", "200000"}};
  return options;
}

TEST(watchdog, the_service_manager_hears_of_the_start_of_life_and_of_the_stop) {
  const service_manager manager;
  footfall_server server(footfall_binary, watched_by(manager));
  bool ready = false;
  int alive = 0;
  while (!ready || alive < 3) {
    const auto told = manager.next();
    ASSERT_NE(told, "") << server.log();
    ready = ready || told == "READY=1";
    if (told == "WATCHDOG=1") ++alive;
  }
  EXPECT_EQ(server.stop(), 0);
  auto told = manager.next();
  while (told == "WATCHDOG=1") told = manager.next();
  EXPECT_EQ(told, "STOPPING=1");
}

TEST(watchdog, a_writer_that_hangs_shows_in_health_and_is_not_called_alive) {
  const service_manager manager;
  footfall_server server(footfall_binary, watched_by(manager));
  const auto id = server.running_process().pid();
  const auto writer = find_thread(id, "writer");
  ASSERT_NE(writer, 0);
  const std::jthread visitor([&](const std::stop_token& done) {
    try {
      for (auto client = server.client(); !done.stop_requested();) client.get("/api/00000/click/anna/1/1");
    } catch (const std::exception&) {  // the answer that never comes
    }
  });
  const auto health = [&] { return server.admin_client().get("/healthz"); };
  constexpr std::string_view told = "the thread writer has been at one thing for";
  bool can_hold = true, seen = false;
  const auto deadline = std::chrono::steady_clock::now() + 90s;
  while (can_hold && !seen && std::chrono::steady_clock::now() < deadline) {
    const held_thread held(writer);
    can_hold = held.holds();
    if (!can_hold || !is_writing(id, writer)) continue;
    const auto is_time = [&] { return std::chrono::steady_clock::now() < deadline; };
    while (!seen && is_time()) {
      static_cast<void>(manager.next());  // who is not read from cannot be told anything
      seen = health().status == 503;
    }
    EXPECT_NE(health().body.find(told), std::string::npos);
    EXPECT_TRUE(server.running_process().wait_for_error_output(
        [&](std::string_view log) { return log.find(told) != log.npos; }, 10s));
    while (manager.next() != "" && is_time()) {  // what was told before
    }
    EXPECT_EQ(manager.next(), "")
        << "a service manager that hears nothing ends the process and starts it again";
  }
  if (!can_hold) GTEST_SKIP() << "no thread of another process can be held here (ptrace)";
  EXPECT_TRUE(seen) << server.log();
  while (health().status != 200 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  EXPECT_EQ(health().status, 200) << "once it goes on";
}

}  // namespace
}  // namespace footfall::test
