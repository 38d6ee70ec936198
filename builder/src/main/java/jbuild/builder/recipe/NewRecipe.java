package jbuild.builder.recipe;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import jbuild.builder.recipe.language.Printable;
import jbuild.runner.ExitStatus;
import jbuild.runner.Failure;
import jbuild.runner.Reasons;

/** A file that is to become a recipe; one that is there already stays as it is. */
public record NewRecipe(Path file) {
  /** Writes the text, all of it or no file. */
  public void write(String text) {
    String what = "cannot write " + Printable.text(file.toString());
    if (file.toString().isEmpty()) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          "cannot write the recipe",
          "the name of the file is empty",
          "name a file, or none to have the recipe printed");
    }
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new Failure(
          ExitStatus.WRONG_USAGE,
          what,
          "it exists already, and may be somebody's work",
          "name another file, or none to have the recipe printed");
    } catch (IOException e) {
      throw new Failure(ExitStatus.FAILED, what, Reasons.of(e), "name another file", List.of(), e);
    }
  }
}
