import java.io.FileInputStream;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Judges PDF files with the veraPDF engine. Arguments: a flavour such as ua1, then files.
 *
 * <p>Prints, separated by tabs, one line "file COMPLIANT|FAILED|ERROR checks path" for each file, then one line
 * "rule times clause-test message" for each rule it breaks.
 */
public class VeraPdf {
    public static void main(String[] arguments) {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(arguments[0]);
        for (int i = 1; i < arguments.length; i++) {
            judge(arguments[i], flavour);
        }
    }

    private static void judge(String path, PDFAFlavour flavour) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(path), flavour)) {
            ValidationResult result = Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
            String verdict = result.isCompliant() ? "COMPLIANT" : "FAILED";
            print("file", verdict, String.valueOf(result.getTotalAssertions()), path);
            TreeMap<String, Integer> broken = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                    broken.merge(rule + "\t" + assertion.getMessage().replaceAll("\\s+", " "), 1, Integer::sum);
                }
            }
            broken.forEach((rule, times) -> print("rule", times.toString(), rule));
        } catch (Throwable problem) {
            print("file", "ERROR", "0", path);
            print("rule", "1", "none", problem.toString().replaceAll("\\s+", " "));
        }
    }

    private static void print(String... columns) {
        System.out.println(String.join("\t", columns));
    }
}
