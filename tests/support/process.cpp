// Starting, watching and reaping a child process.
#include "support/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <stdexcept>

namespace footfall::test {
namespace {

struct pipe_ends {
  int read = -1;
  int write = -1;
};

pipe_ends make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("cannot make a pipe");
  return {ends[0], ends[1]};
}

/// The environment of the test with the additions; later entries win in `getenv`, so earlier ones are left
/// out.
std::vector<std::string> environment_with(const std::vector<std::pair<std::string, std::string>>& added) {
  std::vector<std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto name = text.substr(0, text.find('='));
    bool replaced = false;
    for (const auto& addition : added) replaced = replaced || addition.first == name;
    if (!replaced) all.emplace_back(text);
  }
  for (const auto& [name, value] : added) all.push_back(name + "=" + value);
  return all;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// Runs in the child between fork and exec: only calls that are safe there (signal-safety(7)).
[[noreturn]] void become(char* const* arguments, char* const* environment, int output, int errors,
                         pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);  // the parent ended before the line above
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  dup2(errors, STDERR_FILENO);
  execve(arguments[0], arguments, environment);
  _exit(127);
}

/// Reads what is there; false at the end of the stream.
bool read_some(int descriptor, std::string& out) {
  std::array<char, 16384> buffer;
  const auto count = read(descriptor, buffer.data(), buffer.size());
  if (count <= 0) return false;
  out.append(buffer.data(), static_cast<std::size_t>(count));
  return true;
}

bool readable(int descriptor) {
  pollfd one{descriptor, POLLIN, 0};
  return poll(&one, 1, 0) == 1;
}

}  // namespace

process::process(const process_options& what) {
  std::vector<std::string> arguments{what.program.string()};
  arguments.insert(arguments.end(), what.arguments.begin(), what.arguments.end());
  auto environment = environment_with(what.environment);
  const auto argument_pointers = pointers_to(arguments);
  const auto environment_pointers = pointers_to(environment);

  const auto output = make_pipe();
  const auto errors = make_pipe();
  const auto parent = getpid();
  pid_ = fork();
  if (pid_ == 0)
    become(argument_pointers.data(), environment_pointers.data(), output.write, errors.write, parent);
  close(output.write);
  close(errors.write);
  if (pid_ < 0) throw std::runtime_error("cannot start a process");
  // Not by its wrapper: glibc 2.36 declares that one without C linkage.
  const int descriptor = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
  if (descriptor < 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    throw std::runtime_error("cannot watch a process");
  }
  watcher_ = std::thread([this, output, errors, descriptor, file = what.error_file] {
    watch(output.read, errors.read, descriptor, file);
  });
}

process::~process() {
  send_signal(SIGKILL);
  watcher_.join();
}

void process::watch(int output, int errors, int process_descriptor, const std::filesystem::path& error_file) {
  std::ofstream copy;
  if (!error_file.empty()) copy.open(error_file, std::ios::app | std::ios::binary);
  std::array<pollfd, 3> watched{{{output, POLLIN, 0}, {errors, POLLIN, 0}, {process_descriptor, POLLIN, 0}}};
  bool ended = false;
  while (!ended) {
    if (poll(watched.data(), watched.size(), -1) < 0) continue;
    ended = watched[2].revents != 0;
    for (std::size_t index = 0; index < 2; ++index) {
      std::string bytes;
      // After the end the pipes are emptied, but not waited for: a grandchild may hold them open.
      while (readable(watched[index].fd) && read_some(watched[index].fd, bytes) && ended) {
      }
      if (watched[index].revents != 0 && bytes.empty()) watched[index].fd = -1;  // closed: poll ignores it
      if (index == 1 && copy.is_open()) copy << bytes << std::flush;
      append(index == 0 ? output_ : errors_, bytes);
    }
  }
  close(output);
  close(errors);
  close(process_descriptor);

  const std::lock_guard lock(mutex_);  // no signal may be sent between reaping and the note that it is gone
  int status = 0;
  waitpid(pid_, &status, 0);
  process_end end;
  if (WIFEXITED(status)) end.status = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) end.signal = WTERMSIG(status);
  end_ = end;
  changed_.notify_all();
}

void process::append(std::string& to, std::string_view bytes) {
  if (bytes.empty()) return;
  const std::lock_guard lock(mutex_);
  to.append(bytes);
  changed_.notify_all();
}

bool process::running() const {
  const std::lock_guard lock(mutex_);
  return !end_.has_value();
}

bool process::send_signal(int signal) const {
  const std::lock_guard lock(mutex_);
  return !end_.has_value() && kill(pid_, signal) == 0;
}

std::optional<process_end> process::wait_for_end(std::chrono::milliseconds timeout) const {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, timeout, [this] { return end_.has_value(); });
  return end_;
}

bool process::wait_for_error_output(const std::function<bool(std::string_view)>& condition,
                                    std::chrono::milliseconds timeout) const {
  std::unique_lock lock(mutex_);
  bool met = false;
  changed_.wait_for(lock, timeout, [&] {
    met = condition(errors_);
    return met || end_.has_value();
  });
  return met;
}

std::string process::standard_output() const {
  const std::lock_guard lock(mutex_);
  return output_;
}

std::string process::standard_error() const {
  const std::lock_guard lock(mutex_);
  return errors_;
}

}  // namespace footfall::test
